package dev.directrix.codec;

import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Nlri;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes messages, decodes them again, and lets tcpdump decode them too: both must find every one of them flawless.
 * tcpdump reads its capture from a pipe, so nothing is written to disk.
 */
public final class TcpdumpCheck {

    /** What tcpdump prints about something that it cannot make sense of. */
    private static final List<String> COMPLAINTS = List.of("[|", "[bad", "nvalid", "alformed", "truncated",
        "bad-len", "bogus", "illegal", "exceeds", "missing", "(incorrect");
    /** Names of errors that a NOTIFICATION of ours tells of: no complaint about ours. */
    private static final Pattern TOLD = Pattern.compile("Notification Message .*, subcode [^(]*\\(\\d+\\)");
    private static final Pattern MESSAGE = Pattern.compile(
        "^\\t(Open|Update|Notification|Keepalive|Route Refresh|Unknown) Message \\(\\d+\\), length:");
    private static final Pattern UNKNOWN = Pattern.compile(
        "Unknown (?:Attribute|Message|capability|Capability)[^,:]*|no decoder for [^,]*|no Attribute \\d+ decoder");
    private static final int KEPT_COMPLAINTS = 20;
    /** tcpdump remembers every address in short hash chains: one process becomes ever slower. */
    private static final long MESSAGES_EACH = 20_000;

    /**
     * What was found.
     *
     * @param messages   messages that both decoded
     * @param alone      messages that only we decoded: tcpdump cannot
     * @param octets     octets of them
     * @param largest    octets of the largest
     * @param differing  messages that did not decode to what they were made from, the first ones
     * @param seen       messages that tcpdump printed, by type
     * @param complaints lines of tcpdump that complain, the first ones
     * @param unknown    what tcpdump does not know, and how often
     */
    public record Result(
        long messages, long alone, long octets, int largest, List<String> differing, Map<String, Long> seen,
        List<String> complaints, Map<String, Long> unknown) {

        /** Whether there was nothing to complain about. */
        public boolean flawless() {
            return differing.isEmpty() && complaints.isEmpty()
                && seen.values().stream().mapToLong(Long::longValue).sum() == messages;
        }
    }

    private final long seed;
    private final long messages;
    private final List<String> differing = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Long> seen = new TreeMap<>();
    private final Map<String, Long> unknown = new TreeMap<>();
    private long alone;
    private long octets;
    private int largest;

    /** A check of so many messages, the same for the same seed. */
    public TcpdumpCheck(final long seed, final long messages) {
        this.seed = seed;
        this.messages = messages;
    }

    /**
     * Runs it.
     *
     * @throws IOException if tcpdump cannot be started or read
     */
    public Result run() throws IOException, InterruptedException {
        final MessageGenerator generator = new MessageGenerator(
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed), CaptureWriter.MAX_MESSAGE);
        for (long left = messages; left > 0; left -= MESSAGES_EACH) {
            run(generator, Math.min(left, MESSAGES_EACH));
        }
        return new Result(messages, alone, octets, largest, differing, seen, complaints, unknown);
    }

    private void run(final MessageGenerator generator, final long count) throws IOException, InterruptedException {
        // -K: our segments have no TCP checksum.
        final Process tcpdump = new ProcessBuilder("tcpdump", "-n", "-K", "-v", "-r", "-")
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        final Thread writer = Thread.ofPlatform().start(() -> write(generator, count, tcpdump));
        try (BufferedReader in = new BufferedReader(
            new InputStreamReader(tcpdump.getInputStream(), StandardCharsets.ISO_8859_1), 1 << 20)) {
            in.lines().forEach(this::read);
        }
        writer.join();
        tcpdump.waitFor();
    }

    private void write(final MessageGenerator generator, final long count, final Process tcpdump) {
        final MessageEncoder encoder = MessageEncoder.standard();
        final MessageDecoder decoder = MessageDecoder.standard();
        try (CaptureWriter out =
            new CaptureWriter(new BufferedOutputStream(tcpdump.getOutputStream(), 1 << 20))) {
            for (long written = 0; written < count;) {
                final CodecContext context = generator.context();
                final Message message = generator.next(context);
                final byte[] encoded = encoder.encode(message, context);
                if (!decoder.decode(encoded, context).equals(message) && differing.size() < KEPT_COMPLAINTS) {
                    differing.add(context + " " + message);
                }
                if (isAmbiguous(message) || hasExtendedParameters(message, encoded)) {
                    alone++;
                    continue;
                }
                written++;
                out.write(encoded);
                octets += encoded.length;
                largest = Math.max(largest, encoded.length);
            }
        }
    }

    /**
     * tcpdump does not know what a session agreed on and guesses whether prefixes carry path identifiers. A default
     * route among other prefixes leads it astray: such messages are decoded by us only.
     */
    private static boolean isAmbiguous(final Message message) {
        return message instanceof Update update && (guessedWrong(update.nlri()) || guessedWrong(update.withdrawn())
            || update.attribute(MpReach.class).filter(reach -> guessedWrong(reach.nlri())).isPresent()
            || update.attribute(MpUnreach.class).filter(unreach -> guessedWrong(unreach.nlri())).isPresent());
    }

    /** tcpdump 4.99.3, which Debian has, takes extended optional parameters (RFC 9072) for short ones. */
    private static boolean hasExtendedParameters(final Message message, final byte[] octets) {
        return message instanceof Open && octets.length > 30 && octets[28] == (byte) 0xff && octets[29] == (byte) 0xff;
    }

    private static boolean guessedWrong(final List<Nlri> routes) {
        return routes.size() > 1 && routes.stream().anyMatch(route -> route.prefix().length() == 0);
    }

    private void read(final String line) {
        if (!line.startsWith("\t")) {
            note(line);
            return;
        }
        final Matcher message = MESSAGE.matcher(line);
        if (message.find()) {
            seen.merge(message.group(1), 1L, Long::sum);
            note(TOLD.matcher(line).replaceFirst(""));
        } else {
            note(line);
        }
    }

    private void note(final String line) {
        if (line.contains("no ") || line.contains("Unknown ")) {
            final Matcher unfamiliar = UNKNOWN.matcher(line);
            while (unfamiliar.find()) {
                unknown.merge(unfamiliar.group(), 1L, Long::sum);
            }
        }
        if (complaints.size() < KEPT_COMPLAINTS && COMPLAINTS.stream().anyMatch(line::contains)) {
            complaints.add(line.strip());
        }
    }

    /** Runs the check: the number of messages and the seed are the arguments. */
    public static void main(final String[] args) throws Exception {
        final long messages = args.length > 0 ? Long.parseLong(args[0].replace("_", "")) : 1_000_000;
        final long seed = args.length > 1 ? Long.parseLong(args[1]) : 4271;
        final long start = System.nanoTime();
        final Result result = new TcpdumpCheck(seed, messages).run();
        System.out.printf("%,d messages, %,d octets, the largest %,d, seed %d, %.0f s%n", result.messages(),
            result.octets(), result.largest(), seed, (System.nanoTime() - start) / 1e9);
        System.out.printf("besides %,d that tcpdump cannot read (a default route among others, RFC 9072)%n",
            result.alone());
        System.out.println("decoded to another value: " + result.differing().size());
        result.differing().forEach(line -> System.out.println("  " + line));
        System.out.println("seen by tcpdump: " + result.seen());
        System.out.println("tcpdump does not know: " + result.unknown());
        System.out.println("complaints of tcpdump: " + result.complaints().size());
        result.complaints().forEach(line -> System.out.println("  " + line));
        System.exit(result.flawless() ? 0 : 1);
    }
}
