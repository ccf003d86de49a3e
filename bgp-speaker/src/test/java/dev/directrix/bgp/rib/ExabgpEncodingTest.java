package dev.directrix.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ErrorPolicy;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.message.CapabilityLayout;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageDecoder;
import dev.directrix.bgp.message.MessageEncoder;
import dev.directrix.bgp.message.VectorFiles;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ExaBGP's messages: decoded and encoded again they are the same octets, and its API commands lead to them. */
class ExabgpEncodingTest {

    /** Some attributes are given by hand there, with flags that would end a session. */
    private static final MessageDecoder DECODER = new MessageDecoder(
        AttributeRegistry.standard(), CapabilityRegistry.standard(), ErrorPolicy.INSPECTION);
    private static final Set<String> KEYS =
        Set.of("next-hop", "origin", "local-preference", "med", "as-path", "community", "path-information", "nlri");

    static Stream<Vector> messages() {
        return VectorFiles.lines("exabgp/encoding.jsonl").stream().map(Vector::of);
    }

    static Stream<Vector> commands() {
        return messages().filter(vector -> Command.parse(vector.command).isPresent());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldEncodeAgainWhatItDecodes(final Vector vector) {
        final Message message = DECODER.decode(vector.message.toBytes(), vector.context());
        final MessageEncoder encoder = new MessageEncoder(
            AttributeRegistry.standard(), CapabilityRegistry.standard(), CapabilityLayout.PARAMETER_EACH);
        assertThat(hex(encoder.encode(message, vector.context()))).isEqualTo(hex(vector.message.toBytes()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldEncodeCommandAsExabgpDoes(final Vector vector) {
        final Command command = Command.parse(vector.command).orElseThrow();
        final UpdateEncoder encoder = new UpdateEncoder(MessageEncoder.standard(), vector.context());
        final Set<Nlri> nlri = new LinkedHashSet<>(command.nlri);
        final byte[] message = switch (command.verb) {
            case "eor" -> encoder.endOfRib(command.family);
            case "withdraw" -> encoder.withdraw(command.family, nlri.iterator());
            default -> encoder.announce(command.attributes, command.family, nlri.iterator());
        };
        assertThat(hex(message)).isEqualTo(hex(vector.message.toBytes()));
        assertThat(nlri).isEmpty();
    }

    private static String hex(final byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    /** One line of the file. */
    record Vector(String file, String command, Octets message) {

        static Vector of(final String line) {
            return new Vector(VectorFiles.text(line, "file").orElseThrow(),
                VectorFiles.text(line, "cmd").orElse("").replace("neighbor * ", ""),
                Octets.of(HexFormat.of().parseHex(VectorFiles.text(line, "raw").orElseThrow())));
        }

        CodecContext context() {
            final Set<Family> addPath =
                command.contains("path-information") ? Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST) : Set.of();
            return new CodecContext(true, false, addPath, 4096);
        }

        @Override
        public String toString() {
            return file + " " + command;
        }
    }

    /** An announcement or withdrawal of unicast routes, as far as its attributes have a class here. */
    record Command(String verb, Family family, List<Nlri> nlri, RouteAttributes attributes) {

        static Optional<Command> parse(final String text) {
            final List<String> words = new ArrayList<>(Arrays.asList(
                text.replace("[", " [ ").replace("]", " ] ").trim().split("\\s+")));
            final String verb = words.removeFirst();
            if (text.startsWith("announce eor")) {
                final Family family = text.contains("ipv6") ? Family.IPV6_UNICAST : Family.IPV4_UNICAST;
                return Optional.of(new Command("eor", family, List.of(), new RouteAttributes(List.of(), List.of())));
            }
            if (!verb.equals("announce") && !verb.equals("withdraw")) {
                return Optional.empty();
            }
            final Map<String, List<String>> values = values(words);
            if (values.isEmpty() || values.containsKey("unknown")) {
                return Optional.empty();
            }
            final long pathId = values.containsKey("path-information")
                ? pathId(values.get("path-information").get(0)) : Nlri.NO_PATH_ID;
            final List<Nlri> nlri = values.get("nlri").stream()
                .map(prefix -> new Nlri(prefix(prefix), pathId)).toList();
            return Optional.of(new Command(verb, nlri.get(0).family(), nlri, attributes(values)));
        }

        private static Map<String, List<String>> values(final List<String> words) {
            final Map<String, List<String>> values = new LinkedHashMap<>();
            final String kind = words.removeFirst();
            if (kind.startsWith("ip")) {
                words.removeFirst();
            }
            if (!kind.equals("attributes")) {
                values.put("nlri", List.of(words.removeFirst()));
            }
            while (!words.isEmpty()) {
                final String key = words.removeFirst();
                final List<String> value = new ArrayList<>();
                if (words.getFirst().equals("[")) {
                    words.removeFirst();
                    while (!words.getFirst().equals("]")) {
                        value.add(words.removeFirst());
                    }
                    words.removeFirst();
                } else if (key.equals("nlri")) {
                    value.addAll(words);
                    words.clear();
                } else {
                    value.add(words.removeFirst());
                }
                values.put(KEYS.contains(key) ? key : "unknown", value);
            }
            return values;
        }

        private static RouteAttributes attributes(final Map<String, List<String>> values) {
            final List<PathAttribute> attributes = new ArrayList<>();
            final List<InetAddress> nextHops = new ArrayList<>();
            attributes.add(values.containsKey("as-path")
                ? AsPath.sequence(values.get("as-path").stream().map(Long::valueOf).toList()) : AsPath.EMPTY);
            values.forEach((key, value) -> {
                switch (key) {
                    case "origin" -> attributes.add(
                        new Origin(Origin.Value.valueOf(value.get(0).toUpperCase(Locale.ROOT))));
                    case "local-preference" -> attributes.add(new LocalPref(Long.parseLong(value.get(0))));
                    case "med" -> attributes.add(new Med(Long.parseLong(value.get(0))));
                    case "community" -> attributes.add(
                        new Communities(value.stream().map(Community::parse).sorted().toList()));
                    case "next-hop" -> nextHops.add(address(value.get(0)));
                    default -> assertThat(key).isIn("as-path", "nlri", "path-information");
                }
            });
            return new RouteAttributes(attributes, nextHops);
        }

        private static Prefix prefix(final String text) {
            final int slash = text.indexOf('/');
            return new Prefix(address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        }

        private static long pathId(final String dotted) {
            return Integer.toUnsignedLong(ByteBuffer.wrap(address(dotted).getAddress()).getInt());
        }

        private static InetAddress address(final String text) {
            final String literal = text.equals("self") ? "127.0.0.1" : text;
            try {
                return Addresses.of(InetAddress.getByName(literal).getAddress());
            } catch (final UnknownHostException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
    }
}
