package dev.directrix.bgp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.Treatment;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** tcpdump's BGP captures, damaged ones among them: each message decodes or is refused by a protocol error. */
class TcpdumpCaptureTest {

    private static final List<CodecContext> CONTEXTS = contexts();

    /** Nothing ends the session: what can be read is compared, whatever stands beside it. */
    private static final MessageDecoder LENIENT = new MessageDecoder(AttributeRegistry.standard(),
        CapabilityRegistry.standard(), problem -> Treatment.ATTRIBUTE_DISCARD);

    static Stream<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(VectorFiles.routing("tcpdump"))) {
            return files.filter(TcpdumpCaptureTest::isBgp).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldDecodeOrRefuseEveryMessage(final Path capture) throws Exception {
        final List<byte[]> messages = CaptureFile.packets(Files.readAllBytes(capture)).stream()
            .flatMap(packet -> CaptureFile.messages(packet).stream()).toList();
        assertThat(messages).as("messages in " + capture.getFileName()).isNotEmpty();
        for (final boolean fourOctets : new boolean[] {true, false}) {
            final CodecContext context =
                new CodecContext(fourOctets, true, Set.of(), CodecContext.EXTENDED_MESSAGE_SIZE);
            for (final byte[] message : messages) {
                assertThatCode(() -> decodeOrRefuse(message, context)).doesNotThrowAnyException();
            }
        }
    }

    static Stream<Vector> vectors() {
        return VectorFiles.lines("tcpdump/manifest.jsonl").stream().flatMap(TcpdumpCaptureTest::tests)
            .filter(vector -> isBgp(Path.of(vector.capture)) && vector.verbose);
    }

    /**
     * Every fact of tcpdump's text must be in our reading of the message. tcpdump guesses what a session agreed on, so
     * one of the contexts that are possible must give them all.
     */
    @ParameterizedTest
    @MethodSource("vectors")
    void shouldReadWhatTcpdumpReads(final Vector vector, final TestReporter reporter) throws Exception {
        final List<byte[]> packets = CaptureFile.packets(
            Files.readAllBytes(VectorFiles.routing("tcpdump/" + vector.capture)));
        final List<List<TcpdumpText>> texts = TcpdumpText.packets(VectorFiles.lines("tcpdump/" + vector.expected));
        final Map<String, Integer> leftOut = new TreeMap<>();
        int compared = 0;
        for (int i = 0; i < texts.size(); i++) {
            final List<byte[]> messages = CaptureFile.messages(packets.get(i));
            for (int j = 0; j < texts.get(i).size(); j++) {
                final TcpdumpText text = texts.get(i).get(j);
                final Optional<String> refused = refused(messages.get(j));
                if (text.damaged()) {
                    leftOut.merge("a message that tcpdump cannot read to its end", 1, Integer::sum);
                } else if (vector.isDamaged() && refused.isPresent()) {
                    leftOut.merge("refused: " + refused.get(), 1, Integer::sum);
                } else {
                    assertThat(missing(messages.get(j), text))
                        .as(vector + ", packet " + (i + 1) + ", message " + (j + 1)).isEmpty();
                    text.leftOut().forEach(line -> leftOut.merge(line, 1, Integer::sum));
                    compared += text.facts().size();
                }
            }
        }
        reporter.publishEntry(vector.toString(), compared + " facts agree");
        leftOut.forEach((what, times) -> reporter.publishEntry(vector.toString(), "not compared: " + what
            + (times > 1 ? " (" + times + " times)" : "")));
        assertThat(compared + leftOut.size()).isPositive();
    }

    /** Why no context lets us read this message at all. */
    private static Optional<String> refused(final byte[] message) {
        String reason = "";
        for (final CodecContext context : CONTEXTS) {
            try {
                LENIENT.decode(message, context);
                return Optional.empty();
            } catch (final ProtocolException e) {
                reason = e.getMessage();
            }
        }
        return Optional.of(reason);
    }

    /** Facts that we do not find, in the context that gives the fewest of them. */
    private static List<String> missing(final byte[] message, final TcpdumpText text) {
        return CONTEXTS.stream().map(context -> missing(message, text, context))
            .min(Comparator.comparingInt(List::size)).orElseThrow();
    }

    private static List<String> missing(final byte[] octets, final TcpdumpText text, final CodecContext context) {
        final List<String> missing = new ArrayList<>(text.facts());
        try {
            final Message message = LENIENT.decode(octets, context);
            missing.removeAll(TcpdumpFacts.of(message, octets.length));
            if (message instanceof Update update) {
                final Set<Integer> read = new TreeSet<>(text.attributes());
                update.attributes().forEach(attribute -> read.remove(attribute.type()));
                update.problems().forEach(problem -> read.remove(problem.type()));
                read.forEach(type -> missing.add("attribute " + type));
            }
        } catch (final ProtocolException e) {
            missing.add(e.getMessage());
        }
        return missing;
    }

    private static List<CodecContext> contexts() {
        final List<CodecContext> contexts = new ArrayList<>();
        for (final boolean fourOctets : new boolean[] {true, false}) {
            for (final Set<Family> addPath
                : List.of(Set.<Family>of(), Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST))) {
                contexts.add(new CodecContext(fourOctets, false, addPath, Set.of(Family.IPV4_UNICAST),
                    CodecContext.EXTENDED_MESSAGE_SIZE));
            }
        }
        return contexts;
    }

    private static Stream<Vector> tests(final String line) {
        final String capture = VectorFiles.text(line, "capture").orElseThrow();
        return Pattern.compile("\\{\"test\":\"([^\"]*)\",\"options\":\"([^\"]*)\",\"expected\":\"([^\"]*)\"")
            .matcher(line).results()
            .map(test -> new Vector(capture, test.group(3), test.group(2).contains("-v")));
    }

    /** A capture and the text that tcpdump prints for it. */
    record Vector(String capture, String expected, boolean verbose) {

        /** Whether the capture was damaged on purpose. */
        boolean isDamaged() {
            return Stream.of("oobr", "asan", "ubsan", "ub.", "seg-fault", "malformed", "invalid", "infinite-loop")
                .anyMatch(capture::contains);
        }

        @Override
        public String toString() {
            return expected;
        }
    }

    private static void decodeOrRefuse(final byte[] message, final CodecContext context) {
        try {
            assertThat(MessageDecoder.standard().decode(message, context)).isNotNull();
        } catch (final ProtocolException e) {
            assertThat(e.notification().text()).isNotEmpty();
        }
    }

    private static boolean isBgp(final Path path) {
        final String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.contains("bgp") && (name.endsWith(".pcap") || name.endsWith(".pcapng"));
    }
}
