package dev.directrix.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.LargeCommunity;
import dev.directrix.ecmp.Prefix;
import dev.directrix.ecmp.RoutePolicy;
import dev.directrix.ecmp.wcmp.WeightPerPath;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteBuilderTest {

    private static final Prefix VIP = Prefix.host(InetAddress.ofLiteral("192.0.2.10"));
    private static final LocalAddresses LOCAL =
        new LocalAddresses(Optional.of((Inet4Address) InetAddress.ofLiteral("10.0.1.11")), Optional.empty());

    private static final List<InetAddress> HOPS = List.of(
        InetAddress.ofLiteral("10.0.1.11"), InetAddress.ofLiteral("10.0.1.111"),
        InetAddress.ofLiteral("10.0.1.112"), InetAddress.ofLiteral("10.0.1.113"));
    private static final WeightPerPath UNIT = new WeightPerPath(100);
    private static final Prefix VIP6 = Prefix.host(InetAddress.ofLiteral("2001:db8::10"));
    private static final LocalAddresses BOTH =
        new LocalAddresses(LOCAL.ipv4(), Optional.of((Inet6Address) InetAddress.ofLiteral("fd00::11")));

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

    /** Weight 400 of 100 a path; the router reads no weights, or reads bandwidths all the same. */
    @Test
    void shouldGiveAsManyPathsAsTheWeightAsksFor() {
        final RouteBuilder.Built built =
            replicating(Set.of(Family.IPV4_UNICAST)).build(List.of(announcement(VIP, 400)));

        assertThat(built.routes().keySet()).extracting(Nlri::pathId).containsExactly(1L, 2L, 3L, 4L);
        assertThat(built.routes().values()).extracting(RouteAttributes::nextHops).containsExactly(
            HOPS.subList(0, 1), HOPS.subList(1, 2), HOPS.subList(2, 3), HOPS.subList(3, 4));
        assertThat(built.routes().values()).allSatisfy(route -> {
            assertThat(find(route, ExtendedCommunities.class).orElseThrow().values()).containsExactly(
                ExtendedCommunity.linkBandwidth(65_101, 1.25e8f, true),
                ExtendedCommunity.linkBandwidth(65_101, 1.25e8f, false));
            assertThat(find(route, LargeCommunities.class).orElseThrow().values()).extracting(Object::toString)
                .containsExactly("65101:1:400");
        });
        assertThat(built.shortages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "199, 1", "200, 2", "399, 3", "400, 4", "499, 4"})
    void shouldCountWholePathsAndKeepOne(final int weight, final int paths) {
        final RouteBuilder.Built built =
            replicating(Set.of(Family.IPV4_UNICAST)).build(List.of(announcement(VIP, weight)));

        assertThat(built.routes()).hasSize(paths);
        assertThat(built.shortages()).isEmpty();
    }

    @Test
    void shouldUseAllNextHopsAndSaySoWhereTheWeightAsksForMore() {
        final RouteBuilder.Built built =
            replicating(Set.of(Family.IPV4_UNICAST)).build(List.of(announcement(VIP, 500)));

        assertThat(built.routes()).hasSize(4);
        assertThat(built.shortages()).containsExactly(new PathShortage(VIP, 4, 5, PathShortage.Cause.NEXT_HOPS));
        assertThat(built.shortages().getFirst().text()).isEqualTo("the weight of 192.0.2.10/32 asks for 5 paths and it"
            + " has 4: there are no more next hops of its IP version: give the neighbor more next-hops, or let each"
            + " path stand for more weight (weight-per-path)");
    }

    @Test
    void shouldAnnounceOnePathAndSaySoWhereTheRouterTakesOne() {
        final RouteBuilder.Built built = replicating(Set.of()).build(List.of(announcement(VIP, 400)));

        assertThat(built.routes().keySet()).containsExactly(Nlri.of(VIP));
        assertThat(built.routes().get(Nlri.of(VIP)).nextHops()).containsExactlyElementsOf(HOPS.subList(0, 1));
        assertThat(built.shortages()).containsExactly(new PathShortage(VIP, 1, 4, PathShortage.Cause.NOT_OFFERED));
        assertThat(replicating(Set.of()).build(List.of(announcement(VIP, 100))).shortages())
            .as("one is all that it asks for").isEmpty();
    }

    @Test
    void shouldAnnounceOnePathOfAnIpVersionWithoutNextHopsOfItsOwn() {
        final RouteBuilder.Built built = new RouteBuilder(new SessionShape(65_101, false, BOTH),
            LinkBandwidthMode.BOTH, RoutePolicy.NONE, Optional.of(new PathReplication.ByAddPath(HOPS, UNIT)),
            Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST)).build(List.of(announcement(VIP6, 400)));

        assertThat(built.routes().keySet()).containsExactly(Nlri.of(VIP6));
        assertThat(built.shortages()).containsExactly(new PathShortage(VIP6, 1, 4, PathShortage.Cause.NEXT_HOPS));
    }

    @Test
    void shouldGiveEachIpVersionItsOwnNextHops() {
        final List<InetAddress> hops = List.of(HOPS.get(1), InetAddress.ofLiteral("fd00::11"),
            InetAddress.ofLiteral("fd00::12"), HOPS.get(2));
        final RouteBuilder.Built built = new RouteBuilder(new SessionShape(65_101, false, BOTH),
            LinkBandwidthMode.BOTH, RoutePolicy.NONE, Optional.of(new PathReplication.ByAddPath(hops, UNIT)),
            Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST))
            .build(List.of(announcement(VIP, 200), announcement(VIP6, 200)));

        assertThat(built.routes().values().stream().flatMap(it -> it.nextHops().stream()))
            .containsExactly(hops.get(0), hops.get(3), hops.get(1), hops.get(2));
    }

    /** All copies leave the set together. */
    @Test
    void shouldSayGracefulShutdownOnEachCopy() {
        final RouteBuilder.Built built = replicating(Set.of(Family.IPV4_UNICAST)).build(List.of(
            new Announcement(VIP, Optional.empty(), 300, true, RoutePolicy.NONE)));

        assertThat(built.routes()).hasSize(3);
        assertThat(built.routes().values()).allSatisfy(route ->
            assertThat(find(route, Communities.class).orElseThrow().values())
                .containsExactly(Community.GRACEFUL_SHUTDOWN));
    }

    /** The second of three sessions. */
    @ParameterizedTest
    @CsvSource({"100, 0", "199, 0", "200, 2", "300, 3", "400, 3"})
    void shouldTellOnASessionWhatTheSessionsBeforeItDoNot(final int weight, final int copies) {
        final RouteBuilder.Built built = session(1).build(List.of(
            new Announcement(VIP, Optional.of(HOPS.getLast()), weight, false, RoutePolicy.NONE)));

        assertThat(built.routes()).hasSize(copies == 0 ? 0 : 1);
        assertThat(built.withoutNext()).isEmpty();
        assertThat(built.shortages()).as("the first says so for all").isEmpty();
        assertThat(built.routes().values()).allSatisfy(route -> {
            assertThat(route.nextHops()).as("the session's own").isEqualTo(HOPS.subList(0, 1));
            assertThat(find(route, ExtendedCommunities.class).orElseThrow().values()).contains(
                ExtendedCommunity.linkBandwidth(65_101, weight * 1.25e6f / copies, true));
        });
    }

    @Test
    void shouldTellWhatHasNoNextHopOfItsOwnOnTheFirstSessionOnly() {
        final List<Announcement> other = List.of(announcement(VIP6, 200));

        assertThat(session(0).build(other).routes().keySet()).containsExactly(Nlri.of(VIP6));
        assertThat(session(0).build(other).shortages())
            .containsExactly(new PathShortage(VIP6, 1, 2, PathShortage.Cause.SESSIONS));
        assertThat(session(1).build(other).routes()).isEmpty();
    }

    private static RouteBuilder session(final int index) {
        return new RouteBuilder(new SessionShape(65_101, false, BOTH), LinkBandwidthMode.BOTH, RoutePolicy.NONE,
            Optional.of(new PathReplication.BySession(index, 3, true, UNIT)), Set.of());
    }

    private static RouteBuilder replicating(final Set<Family> severalOf) {
        return new RouteBuilder(new SessionShape(65_101, false, LOCAL), LinkBandwidthMode.BOTH, RoutePolicy.NONE,
            Optional.of(new PathReplication.ByAddPath(HOPS, UNIT)), severalOf);
    }

    private static Announcement announcement(final Prefix vip, final int weight) {
        return new Announcement(vip, Optional.empty(), weight, false, RoutePolicy.NONE);
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
