package dev.directrix.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.LargeCommunity;
import dev.directrix.ecmp.Prefix;
import dev.directrix.ecmp.RoutePolicy;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteBuilderTest {

    private static final Prefix VIP = Prefix.host(InetAddress.ofLiteral("192.0.2.10"));
    private static final LocalAddresses LOCAL =
        new LocalAddresses(Optional.of((Inet4Address) InetAddress.ofLiteral("10.0.1.11")), Optional.empty());

    /** Policies are written as MED/prepend/local-pref/as-override, each empty or a number. */
    @ParameterizedTest
    @CsvSource({
        // our AS, VIP's, neighbour's: AS_PATH, MED, LOCAL_PREF
        "65101, ///, ///, 65101, -, -",
        "65101, 50///, ///, 65101, 50, -",
        "65101, 50///, 7///, 65101, 7, -",
        "65101, 0///, ///, 65101, 0, -",
        "65101, /2//, ///, 65101 65101 65101, -, -",
        "65101, /2//, /0//, 65101, -, -",
        "65101, ///, /1//, 65101 65101, -, -",
        "65101, //300/, ///, 65101, -, -",
        "65101, ///65500, ///, 65500, -, -",
        "65101, ///65500, /1//65501, 65501 65501, -, -",
        "65000, ///, ///, '', -, 100",
        "65000, //300/, ///, '', -, 300",
        "65000, //300/, //0/, '', -, 0",
        "65000, 50/2//65500, ///, '', 50, 100"})
    void shouldPutTheNeighborsPolicyOnTopOfTheVips(
        final long ourAsn, final String vip, final String neighbor, final String asPath, final String med,
        final String localPref) {
        final RouteAttributes route = route(ourAsn, policy(vip), policy(neighbor), false);

        assertThat(find(route, AsPath.class).orElseThrow().asns().stream().map(Object::toString)
            .collect(Collectors.joining(" "))).isEqualTo(asPath);
        assertThat(find(route, Med.class).map(it -> Long.toString(it.value())).orElse("-")).isEqualTo(med);
        assertThat(find(route, LocalPref.class).map(it -> Long.toString(it.value())).orElse("-")).isEqualTo(localPref);
        assertThat(route.attributes()).extracting(PathAttribute::type).isSorted();
    }

    @Test
    void shouldJoinCommunitiesOfVipAndNeighborWithWeightAndDrain() {
        final RoutePolicy vip = communities("65000:9", "65000:2:9");
        final RoutePolicy neighbor = communities("65000:1", "65000:2:1");

        final RouteAttributes route = route(65_101, vip, neighbor, true);

        assertThat(find(route, Communities.class).orElseThrow().values()).extracting(Object::toString)
            .containsExactly("65000:1", "65000:9", "65535:0");
        assertThat(find(route, LargeCommunities.class).orElseThrow().values()).extracting(Object::toString)
            .containsExactly("65101:1:100", "65000:2:1", "65000:2:9");
    }

    private static RouteAttributes route(
        final long ourAsn, final RoutePolicy vip, final RoutePolicy neighbor, final boolean draining) {
        return new RouteBuilder(new SessionShape(ourAsn, ourAsn == 65_000, LOCAL), LinkBandwidthMode.BOTH, neighbor)
            .build(List.of(new Announcement(VIP, Optional.empty(), 100, draining, vip))).routes().get(Nlri.of(VIP));
    }

    private static RoutePolicy communities(final String standard, final String large) {
        return new RoutePolicy(new TreeSet<>(List.of(Community.parse(standard))),
            new TreeSet<>(List.of(LargeCommunity.parse(large))), OptionalLong.empty(), OptionalInt.empty(),
            OptionalLong.empty(), OptionalLong.empty());
    }

    private static RoutePolicy policy(final String text) {
        final List<OptionalLong> values = Arrays.stream(text.split("/", -1))
            .map(it -> it.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(it))).toList();
        final OptionalInt prepend = values.get(1).isPresent()
            ? OptionalInt.of((int) values.get(1).getAsLong()) : OptionalInt.empty();
        return new RoutePolicy(
            new TreeSet<>(), new TreeSet<>(), values.get(0), prepend, values.get(2), values.get(3));
    }

    private static <A extends PathAttribute> Optional<A> find(final RouteAttributes route, final Class<A> kind) {
        return route.attributes().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
