package dev.directrix.bgp.exabgp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.attribute.Aggregator;
import dev.directrix.bgp.attribute.Aigp;
import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsPathSegment;
import dev.directrix.bgp.attribute.AtomicAggregate;
import dev.directrix.bgp.attribute.ClusterList;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.OriginatorId;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Community;
import java.net.Inet4Address;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteParserTest {

    private static final String START = "route 192.0.2.0/24 next-hop 10.0.0.1 ";

    static Stream<Arguments> attributes() {
        return Stream.of(
            Arguments.of("origin IGP", Origin.IGP),
            Arguments.of("origin incomplete", new Origin(Origin.Value.INCOMPLETE)),
            Arguments.of("med 4294967295", new Med(4_294_967_295L)),
            Arguments.of("local-preference 0", new LocalPref(0)),
            Arguments.of("atomic-aggregate", new AtomicAggregate()),
            Arguments.of("aggregator ( 65000:192.0.2.1 )", new Aggregator(65_000, inet4("192.0.2.1"))),
            Arguments.of("aggregator (1.10:192.0.2.1)", new Aggregator(65_546, inet4("192.0.2.1"))),
            Arguments.of("aggregator 65000:192.0.2.1", new Aggregator(65_000, inet4("192.0.2.1"))),
            Arguments.of("originator-id 192.0.2.9", new OriginatorId(inet4("192.0.2.9"))),
            Arguments.of("cluster-list 1.2.3.4", new ClusterList(List.of(0x01020304L))),
            Arguments.of("cluster-list [ 255.0.0.1, 1.2.3.4 ]", new ClusterList(List.of(0xff000001L, 0x01020304L))),
            Arguments.of("aigp 100", Aigp.of(100)),
            Arguments.of("aigp 0xFFFFFFFFFFFFFFFF", Aigp.of(-1)),
            Arguments.of("attribute [0x99 0x60 0x00000064]",
                new RawAttribute(0x60, 0x99, Octets.of((byte) 0, (byte) 0, (byte) 0, (byte) 100))),
            Arguments.of("attribute [ 0x63 0xc0 0x ]", new RawAttribute(0xc0, 0x63, Octets.EMPTY)),
            Arguments.of("community 30740:30740", communities(0x78147814)),
            Arguments.of("community [30740:30740 30740:0]", communities(0x78140000, 0x78147814)),
            Arguments.of("community [ 0 0x87654321 NO-EXPORT nopeer blackhole graceful-shutdown ]",
                communities(0, 0x87654321, 0xffff0000, 0xffff029a, 0xffffff01, 0xffffff04)),
            Arguments.of("community [ ]", communities()),
            Arguments.of("large-community [ 2:1:1 1:4294967295:0 2:1:1 0x000000010000000200000003 ]",
                new LargeCommunities(List.of(new LargeCommunity(1, 2, 3), new LargeCommunity(1, 4_294_967_295L, 0),
                    new LargeCommunity(2, 1, 1)))),
            Arguments.of("as-path 65000", AsPath.sequence(List.of(65_000L))),
            Arguments.of("as-path [ ]", AsPath.EMPTY),
            Arguments.of("as-path [ 1 1.10, 4294967295 ]", AsPath.sequence(List.of(1L, 65_546L, 4_294_967_295L))),
            Arguments.of("as-path [ 1 2 ] ( 3 4 )", path(sequence(1, 2), set(3, 4))),
            Arguments.of("as-path [1 (3 4) 5]", path(sequence(1), set(3, 4),
                sequence(5))),
            Arguments.of("as-path [ { 1 2 } ] [ { ( 3 ) } 4 ]", path(confederation(1, 2),
                confederationSet(3), sequence(4))));
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void shouldReadAttribute(final String text, final PathAttribute expected) {
        assertThat(route(START + text).attributes().attributes()).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "target:200:2000,               0x000200C8000007D0",
        "72:0.0.0.1,                    0x0002004800000001",
        "target:120000L:123,            0x01020001D4C0007B",
        "target:8.8.8.8:8000,           0x0102080808081F40",
        "target4:71200:12000,           0x0102000116202EE0",
        "origin:100:1000,               0x00030064000003E8",
        "origin:9000:9.9.9.9,           0x0003232809090909",
        "origin:70500:5000,             0x0103000113641388",
        "origin4:71100:11000,           0x0103000115BC2AF8",
        "redirect:1300:83000,           0x8008051400014438",
        "l2info:1:2:13398:30864,        0x800A010234567890",
        "redirect-to-nexthop,           0x0800000000000000",
        "mup:10:10,                     0x0C00000A0000000A",
        "bandwidth:65000:125000000,     0x4004FDE84CEE6B28",
        "bandwith:65000:125000000,      0x4004FDE84CEE6B28",
        "bandwidth-transitive:65000:125000000, 0x0004FDE84CEE6B28",
        "0x0002FDE800000064,            0x0002FDE800000064"})
    void shouldReadExtendedCommunity(final String text, final String expected) {
        assertThat(route(START + "extended-community " + text).attributes().attributes())
            .containsExactly(new ExtendedCommunities(List.of(
                new ExtendedCommunity(Long.parseUnsignedLong(expected.substring(2), 16)))));
    }

    @Test
    void shouldSortExtendedCommunitiesAndAddUpRepeatedOnes() {
        assertThat(route(START + "extended-community [ origin:1:1 target:1:1 ] extended-community redirect:1:1"
            + " extended-community target:0:1").attributes().attributes())
            .containsExactly(new ExtendedCommunities(List.of(new ExtendedCommunity(0x0002_0000_0000_0001L),
                new ExtendedCommunity(0x0002_0001_0000_0001L), new ExtendedCommunity(0x0003_0001_0000_0001L),
                new ExtendedCommunity(0x8008_0001_0000_0001L))));
    }

    @Test
    void shouldTakeFirstOfRepeatedAttributes() {
        assertThat(route(START + "med 1 community 1:1 med 2 community 2:2").attributes().attributes())
            .containsExactly(new Med(1), communities(0x00010001));
    }

    @Test
    void shouldOrderAttributesByType() {
        assertThat(route(START + "community 1:1 med 1 origin igp").attributes().attributes())
            .extracting(PathAttribute::type).containsExactly(1, 4, 8);
    }

    @ParameterizedTest
    @CsvSource({
        "route 10.0.0.1 next-hop self,                10.0.0.1/32 next-hop self",
        "route 2001:db8::1 next-hop self,             2001:db8::1/128 next-hop self",
        "route 0.0.0.0/0 next-hop 10.0.0.1,           0.0.0.0/0 next-hop 10.0.0.1",
        "route 10.0.0.0/8 next-hop 2001:db8::1,       10.0.0.0/8 next-hop 2001:db8::1",
        "ipv4 unicast 10.0.0.0/8 next-hop 10.0.0.1,   10.0.0.0/8 next-hop 10.0.0.1",
        "ipv6 unicast 2001:db8::/32 next-hop 10.0.0.1, 2001:db8::/32 next-hop ::ffff:10.0.0.1",
        "route 10.0.0.1 next-hop self path-information 1.2.3.4,"
            + " 10.0.0.1/32 path-information 1.2.3.4 next-hop self",
        "route 10.0.0.1 path-information 16909060 next-hop self,"
            + " 10.0.0.1/32 path-information 1.2.3.4 next-hop self",
        "route 2001:db8::1 next-hop 2001:db8::2 next-hop fe80::2,"
            + " 2001:db8::1/128 next-hop 2001:db8::2 next-hop fe80::2",
        "route 10.0.0.1 { next-hop 10.0.0.2; med 5; }, 10.0.0.1/32 next-hop 10.0.0.2 med 5"})
    void shouldReadPrefixAndNextHop(final String text, final String expected) {
        assertThat(RouteText.of(route(text))).isEqualTo(expected);
    }

    @Test
    void shouldGiveEveryPrefixOfListTheSameAttributes() {
        final RouteParser.Parsed parsed = RouteParser.parse(
            "attributes next-hop 10.11.12.13 local-preference 16 path-information 1.2.3.4 nlri 10.0.0.1 2001:db8::/32");
        assertThat(parsed.routes()).hasSize(2).extracting(ConfiguredRoute::route).map(Route::attributes)
            .allSatisfy(attributes -> assertThat(attributes).isSameAs(parsed.routes().get(0).route().attributes()));
        assertThat(parsed.routes()).extracting(route -> route.route().nlri().pathId()).containsOnly(0x01020304L);
    }

    @Test
    void shouldKeepWhatIsNoAttributeBesideTheRoute() {
        final ConfiguredRoute route =
            RouteParser.parse(START + "name blue watchdog dog withdraw").routes().get(0);
        assertThat(route.name()).contains("blue");
        assertThat(route.watchdog()).contains("dog");
        assertThat(route.withdraw()).isTrue();
        assertThat(route.route().attributes().attributes()).isEmpty();
    }

    @Test
    void shouldSplitPrefix() {
        assertThat(prefixes("route 10.0.0.0/22 next-hop self split /24"))
            .containsExactly("10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24");
        assertThat(prefixes("ipv6 unicast 2001:db8::/47 next-hop self split /48"))
            .containsExactly("2001:db8::/48", "2001:db8:1::/48");
        assertThat(prefixes("route 10.0.0.0/24 next-hop self split /24")).containsExactly("10.0.0.0/24");
        assertThat(prefixes("route 0.0.0.0/0 next-hop self split /2"))
            .containsExactly("0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2");
    }

    @Test
    void shouldCutLongPathIntoSegments() {
        final String asns = String.join(" ", LongStream.rangeClosed(1, 300).mapToObj(Long::toString).toList());
        assertThat(route(START + "as-path [ " + asns + " ]").attributes().attributes()).singleElement()
            .isInstanceOfSatisfying(AsPath.class, path -> assertThat(path.segments()).hasSize(2));
    }

    @Test
    void shouldWantNextHopToAnnounceOnly() {
        final RouteParser.Parsed parsed = RouteParser.parse("route 10.0.0.0/24");
        assertThat(parsed.routes()).hasSize(1);
        assertThatThrownBy(parsed::announceable).isInstanceOf(TextException.class)
            .hasMessageContaining("10.0.0.0/24 has no next hop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "route | 1:7 | a prefix is missing",
        "route 10.0.0 | 1:7 | '10.0.0' is no prefix",
        "route 10.0.0.1/33 | 1:7 | it is 0 to 32",
        "route 10.0.0.1/24 next-hop self | 1:7 | write 10.0.0.0/24",
        "route 224.0.0.1 next-hop self | 1:7 | multicast prefix, which is not supported",
        "route 10.0.0.1 nexthop self | 1:16 | did you mean 'next-hop'?",
        "route 10.0.0.1 next-hop | 1:25 | missing",
        "route 10.0.0.1 next-hop www | 1:25 | no next hop",
        "route 10.0.0.1 label 3 | 1:16 | 'label' is not supported: only IPv4 and IPv6 unicast",
        "route 10.0.0.1 rd 1:1 | 1:16 | 'rd' is not supported",
        "route 10.0.0.1 route-distinguisher 1:1 | 1:16 | is not supported",
        "route 10.0.0.1 bgp-prefix-sid [ 1 ] | 1:16 | is not supported",
        "route 10.0.0.1 med -1 | 1:20 | med is a number of 0 to 4294967295",
        "route 10.0.0.1 med 4294967296 | 1:20 | med is a number of 0 to 4294967295",
        "route 10.0.0.1 local-preference x | 1:33 | local-preference is a number",
        "route 10.0.0.1 origin here | 1:23 | write igp, egp or incomplete",
        "route 10.0.0.1 as-path x | 1:24 | no AS number",
        "route 10.0.0.1 as-path 1.65536 | 1:24 | no AS number",
        "route 10.0.0.1 as-path [ 1 2 | 1:30 | ']' of the AS path of 1:24 is missing",
        "route 10.0.0.1 as-path [ 1 ( 2 ] | 1:32 | the inner bracket",
        "route 10.0.0.1 aggregator 65000 | 1:27 | write AS number and router id",
        "route 10.0.0.1 aggregator ( 1:1.2.3.4 | 1:39 | ')' is missing",
        "route 10.0.0.1 originator-id ::1 | 1:30 | no IPv4 address",
        "route 10.0.0.1 cluster-list [ ] | 1:16 | cluster-list is empty",
        "route 10.0.0.1 community [ 1:1 1:x ] | 1:32 | no community",
        "route 10.0.0.1 community 65536:1 | 1:26 | no community",
        "route 10.0.0.1 community 0x100000000 | 1:26 | no community",
        "route 10.0.0.1 community [ 1:1 | 1:32 | ']' of the list of 1:26 is missing",
        "route 10.0.0.1 large-community 1:2 | 1:32 | no large community",
        "route 10.0.0.1 large-community 1:2:4294967296 | 1:32 | no large community",
        "route 10.0.0.1 extended-community green:1:2 | 1:35 | no extended community",
        "route 10.0.0.1 extended-community target:1:2:3 | 1:35 | has 3 fields, but target has 2",
        "route 10.0.0.1 extended-community target:1:4294967296 | 1:35 | 0 to 4294967295",
        "route 10.0.0.1 extended-community 0x0102 | 1:35 | 16 hexadecimal digits",
        "route 10.0.0.1 extended-community bandwidth:1:x | 1:35 | no bandwidth",
        "route 10.0.0.1 aigp 18446744073709551616 | 1:21 | a number of 64 bits",
        "route 10.0.0.1 attribute 0x99 | 1:26 | '[' is missing",
        "route 10.0.0.1 attribute [ 0x99 | 1:33 | flags is missing",
        "route 10.0.0.1 attribute [ 99 0xc0 0x00 ] | 1:28 | no octet",
        "route 10.0.0.1 attribute [ 0x99 0xc0 0x0 ] | 1:38 | two hexadecimal digits",
        "route 10.0.0.1 attribute [ 0x03 0x40 0x01020304 ] | 1:28 | write next-hop",
        "route 10.0.0.1 path-information x | 1:33 | no path-information",
        "route 10.0.0.1 split 24 | 1:22 | with its slash",
        "route 10.0.0.0/8 next-hop self split /33 | 1:7 | longer than an address",
        "route 10.0.0.0/8 next-hop self split /32 | 1:7 | more than 1048576 routes",
        "route 10.0.0.1 watchdog announce | 1:25 | cannot be the name",
        "attributes med 1 nlri | 1:23 | a prefix behind nlri is missing",
        "attributes med 1 | 1:18 | nlri and the prefixes behind it is missing",
        "attributes med 1 nlri 10.0.0.1 x | 1:32 | no prefix",
        "ipv4 unicast 2001:db8::1 next-hop self | 1:14 | no ipv4 unicast prefix",
        "ipv4 multicast 10.0.0.1 | 1:1 | 'ipv4 multicast' is not supported",
        "ipv6 mpls-vpn 2001:db8::1 | 1:1 | 'ipv6 mpls-vpn' is not supported",
        "flow match | 1:1 | announces nothing"})
    void shouldComplainAtItsPlace(final String text, final String position, final String message) {
        assertThatThrownBy(() -> RouteParser.parse(text)).isInstanceOfSatisfying(TextException.class, problem -> {
            assertThat(problem.getMessage()).contains(message);
            assertThat(problem.position()).hasToString(position);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"((((((((((", "[[[[[[[[[[", "{{{{{{{{{{", "as-path [", "as-path (", "community [", "}"})
    void shouldRefuseHostileTextWithItsOwnException(final String piece) {
        assertThatThrownBy(() -> RouteParser.parse(START + (piece + " ").repeat(100_000)))
            .isInstanceOf(TextException.class).satisfies(problem ->
                assertThat(problem.getMessage()).hasSizeLessThan(500));
    }

    private static Route route(final String text) {
        final List<ConfiguredRoute> routes = RouteParser.parse(text).announceable();
        assertThat(routes).hasSize(1);
        return routes.get(0).route();
    }

    private static List<String> prefixes(final String text) {
        return RouteParser.parse(text).routes().stream().map(route -> route.route().nlri()).map(RouteText::of).toList();
    }

    private static Communities communities(final int... values) {
        return new Communities(Arrays.stream(values).mapToObj(Community::new).toList());
    }

    private static AsPath path(final AsPathSegment... segments) {
        return new AsPath(List.of(segments));
    }

    private static AsPathSegment sequence(final long... asns) {
        return segment(AsPathSegment.Type.AS_SEQUENCE, asns);
    }

    private static AsPathSegment set(final long... asns) {
        return segment(AsPathSegment.Type.AS_SET, asns);
    }

    private static AsPathSegment confederation(final long... asns) {
        return segment(AsPathSegment.Type.AS_CONFED_SEQUENCE, asns);
    }

    private static AsPathSegment confederationSet(final long... asns) {
        return segment(AsPathSegment.Type.AS_CONFED_SET, asns);
    }

    private static AsPathSegment segment(final AsPathSegment.Type type, final long... asns) {
        return new AsPathSegment(type, LongStream.of(asns).boxed().toList());
    }

    private static Inet4Address inet4(final String text) {
        return AddressText.parseInet4(text).orElseThrow();
    }
}
