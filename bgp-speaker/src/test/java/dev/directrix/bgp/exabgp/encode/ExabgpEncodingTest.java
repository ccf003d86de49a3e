package dev.directrix.bgp.exabgp.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.exabgp.text.RouteText;
import dev.directrix.bgp.message.VectorFiles;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of ExaBGP's test suite: its commands and configurations lead to the same octets here. */
class ExabgpEncodingTest {

    /** Attributes of an UPDATE start here at the earliest; an End-of-RIB of IPv4 ends here. */
    private static final int END_OF_RIB_DIGITS = 46;
    private static final int IPV6_END_OF_RIB_DIGITS = 60;

    static Stream<Vector> commands() {
        return VectorFiles.lines("exabgp/encoding.jsonl").stream()
            .filter(line -> VectorFiles.text(line, "cmd").isPresent()).map(Vector::of);
    }

    /** Each configuration with the UPDATEs of its routes. */
    static Stream<Map.Entry<String, List<String>>> configurations() {
        return VectorFiles.lines("exabgp/encoding.jsonl").stream()
            .filter(line -> VectorFiles.text(line, "file").orElseThrow().startsWith("encoding/conf-"))
            .filter(line -> !isEndOfRib(raw(line)) && raw(line).startsWith("02", 36))
            .collect(Collectors.groupingBy(line -> VectorFiles.text(line, "conf").orElseThrow(), LinkedHashMap::new,
                Collectors.mapping(ExabgpEncodingTest::raw, Collectors.toList())))
            .entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldEncodeCommandAsExabgpDoes(final Vector vector) {
        final CommandEncoder encoder = CommandEncoder.of(configuration(vector.conf));
        assertThat(encoder.encode(vector.command).stream().map(ExabgpEncodingTest::hex)).containsExactly(vector.raw);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void shouldEncodeConfiguredRoutesAsExabgpDoes(final Map.Entry<String, List<String>> expected) {
        final ExabgpConfiguration configuration = configuration(expected.getKey());
        final ExabgpNeighbor neighbor = configuration.neighbors().get(0);
        final CommandEncoder encoder = CommandEncoder.of(configuration);
        final List<String> messages = new ArrayList<>();
        final Map<Object, List<ConfiguredRoute>> groups = new LinkedHashMap<>();
        for (final ConfiguredRoute route : neighbor.routes()) {
            // ExaBGP puts only IPv4 prefixes of equal attributes together.
            final boolean grouped = neighbor.updates().groupUpdates() && route.route().nlri().prefix().isIpv4();
            groups.computeIfAbsent(grouped ? List.of(route.route().attributes(), route.route().nlri().pathId())
                : route.route().nlri(), key -> new ArrayList<>()).add(route);
        }
        groups.values().forEach(group -> encoder.encode(command(group)).forEach(octets -> messages.add(hex(octets))));
        assertThat(messages).containsExactlyInAnyOrderElementsOf(expected.getValue());
    }

    /** The routes, which differ in their prefixes only, as one command. */
    private static String command(final List<ConfiguredRoute> routes) {
        final String first = RouteText.of(routes.get(0).route());
        final String attributes = first.substring(first.indexOf(' '));
        return "announce attributes" + attributes + " nlri " + routes.stream()
            .map(route -> RouteText.of(route.route()).split(" ", 2)[0]).collect(Collectors.joining(" "));
    }

    private static ExabgpConfiguration configuration(final String name) {
        return ExabgpConfiguration.read(VectorFiles.routing("exabgp/conf/" + name));
    }

    private static boolean isEndOfRib(final String raw) {
        return raw.length() == END_OF_RIB_DIGITS
            || (raw.length() == IPV6_END_OF_RIB_DIGITS && raw.startsWith("00000007900F", 38));
    }

    private static String raw(final String line) {
        return VectorFiles.text(line, "raw").orElseThrow();
    }

    private static String hex(final byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }

    /** One line of the file. */
    record Vector(String file, String conf, String command, String raw) {

        static Vector of(final String line) {
            return new Vector(VectorFiles.text(line, "file").orElseThrow(),
                VectorFiles.text(line, "conf").orElseThrow(), VectorFiles.text(line, "cmd").orElseThrow(),
                ExabgpEncodingTest.raw(line));
        }

        @Override
        public String toString() {
            return file + " " + command;
        }
    }
}
