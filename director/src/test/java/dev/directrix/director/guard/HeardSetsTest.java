package dev.directrix.director.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.bmp.BmpPeer.View;
import dev.directrix.bgp.bmp.BmpReport;
import dev.directrix.bgp.rib.HeardPath;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.director.config.SitesConfig;
import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.FindingReport.Source;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.guard.Told.ToldPath;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.ecmp.Prefix;
import dev.directrix.ecmp.RoutePolicy;
import dev.directrix.ecmp.receiver.MultipathRules;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HeardSetsTest {

    private static final String ROUTER = "10.0.1.1";
    private static final long ROUTER_ASN = 65_000;
    private static final Map<InetAddress, String> NAMES = Map.of(
        InetAddress.ofLiteral("10.0.1.11"), "d1", InetAddress.ofLiteral("10.0.1.12"), "d2",
        InetAddress.ofLiteral("10.0.1.13"), "d3");

    private static final SitesConfig SITES = new SitesConfig(Optional.of("near"), new TreeMap<>(Map.of(
        "near", RoutePolicy.NONE, "far", new RoutePolicy(new TreeSet<>(), new TreeSet<>(), OptionalLong.empty(),
            OptionalInt.of(2), OptionalLong.empty(), OptionalLong.empty()))), Map.of());

    private static HeardPath path(final String nextHop, final List<Long> asns, final boolean weighs) {
        return new HeardPath(Nlri.of(Prefix.host(Configs.VIP)), Optional.of(InetAddress.ofLiteral(nextHop)),
            Optional.empty(), Origin.Value.IGP, asns, asns.size(), OptionalLong.empty(), OptionalLong.empty(),
            weighs ? Optional.of(1.25e8f) : Optional.empty(), Optional.empty(), OptionalInt.of(100), true, false);
    }

    private static HeardPath path(final String nextHop, final boolean weighs) {
        return path(nextHop, List.of(ROUTER_ASN, 65_101L), weighs);
    }

    private static Told told(final Source source, final boolean external, final HeardPath... paths) {
        return new Told(ROUTER, source, external, ROUTER_ASN, Optional.of(InetAddress.ofLiteral(ROUTER)),
            List.of(paths).stream().map(path -> new ToldPath(Optional.empty(), path)).toList());
    }

    private static WeightView own(final boolean transitive, final boolean nonTransitive, final int length) {
        return new WeightView("d1", List.of(new WeightView.VipView(Configs.VIP, 100, VipState.ANNOUNCED, 0, 0,
            List.of(new AnnouncedPath(ROUTER, 65_101, "igp", length, OptionalLong.empty(), OptionalLong.empty(),
                transitive ? OptionalLong.of(125_000_000) : OptionalLong.empty(),
                nonTransitive ? OptionalLong.of(125_000_000) : OptionalLong.empty(), OptionalInt.of(100), 1,
                false)))), List.of(), Optional.of("near"));
    }

    private static List<String> found(final Told told, final WeightView own) {
        final List<String> found = new ArrayList<>();
        HeardSets.inspect(List.of(told), own, NAMES, SiteBook.of(SITES, List.of(own)), MultipathRules.upTo(8))
            .forEach(seen -> found.add(seen.finding().kind() + " " + seen.finding().directors()));
        return found;
    }

    @Test
    void shouldNameTheDirectorThatLacksTheCommunityByTheNextHopThatTheRouterTells() {
        assertThat(found(told(Source.MONITORED, true, path("10.0.1.12", true), path("10.0.1.13", false)),
            own(true, true, 1))).containsExactly("no-link-bandwidth [d3]");
        assertThat(found(told(Source.MONITORED, true, path("10.0.1.12", true), path("10.0.1.19", false)),
            own(true, true, 1))).containsExactly("no-link-bandwidth [10.0.1.19 (AS 65101)]");
    }

    @Test
    void shouldCompareItsOwnPathWithTheOneThatTheRouterReflects() {
        assertThat(found(told(Source.REFLECTED, true, path("10.0.1.12", true)), own(true, true, 1))).isEmpty();
        assertThat(found(told(Source.REFLECTED, true, path("10.0.1.12", true)), own(false, false, 1)))
            .containsExactly("no-link-bandwidth [d1]");
        assertThat(found(told(Source.REFLECTED, true, path("10.0.1.12", true)), own(true, true, 3)))
            .containsExactly("as-path-length [d1]");
    }

    @Test
    void shouldSayNothingOfWhatCannotBeSeenAcrossAnAsBorder() {
        assertThat(found(told(Source.REFLECTED, true, path("10.0.1.12", false)), own(false, true, 1)))
            .as("the non-transitive form stays behind").isEmpty();
        final List<Long> longer = List.of(ROUTER_ASN, ROUTER_ASN, ROUTER_ASN, 65_101L);
        assertThat(found(told(Source.MONITORED, true, path("10.0.1.12", longer, true),
            path("10.0.1.13", longer, true)), own(true, true, 1)))
            .as("what the router adds for everybody").isEmpty();
        final HeardPath bare = new HeardPath(Nlri.of(Prefix.host(Configs.VIP)),
            Optional.of(InetAddress.ofLiteral("10.0.1.12")), Optional.empty(), Origin.Value.IGP,
            List.of(ROUTER_ASN, 65_101L), 2, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(),
            Optional.empty(), OptionalInt.empty(), false, false);
        assertThat(found(told(Source.REFLECTED, true, bare), own(true, true, 1)))
            .as("a router that tells no communities at all").isEmpty();
    }

    @Test
    void shouldNotTakeThePathsOfAnotherSiteForAFault() {
        final List<Long> far = List.of(ROUTER_ASN, 65_101L, 65_101L, 65_101L);
        assertThat(found(told(Source.MONITORED, true, path("10.0.1.12", true), path("10.0.1.13", far, false)),
            own(true, true, 1))).as("a back-up has a longer path on purpose, and its own weights").isEmpty();
        final List<Long> neither = List.of(ROUTER_ASN, 65_101L, 65_101L);
        assertThat(found(told(Source.MONITORED, true, path("10.0.1.12", true), path("10.0.1.13", neither, true)),
            own(true, true, 1))).containsExactly("as-path-length [d3]");
    }

    @Test
    void shouldTakeOfBmpWhatTheRouterChoosesFrom() {
        final Told told = Told.of(router(peer("10.0.1.12", View.ADJ_RIB_IN_PRE_POLICY, false),
            peer("10.0.1.12", View.ADJ_RIB_IN_POST_POLICY, true),
            peer("10.0.1.13", View.ADJ_RIB_IN_POST_POLICY, false)));
        assertThat(told.router()).isEqualTo("10.9.9.9");
        assertThat(found(told, own(true, true, 1))).containsExactly("no-link-bandwidth [d3]");
        assertThat(Told.of(new BmpReport.Router(ROUTER, "", Optional.empty(), 0, 0, List.of())).router())
            .isEqualTo(ROUTER);
    }

    @Test
    void shouldKnowItsOwnPathWhenTheRouterTellsItBackWithItselfAsNextHop() {
        final HeardPath back = path(ROUTER, true);
        assertThat(texts(told(Source.MONITORED, true, back, path("10.0.1.12", true), path("10.0.1.13", false)),
            own(true, true, 1))).singleElement().asString().startsWith("d3 says no link bandwidth, d1 and d2 do");
        assertThat(texts(told(Source.MONITORED, true, path(ROUTER, false), path("10.0.1.12", true)),
            own(false, false, 1))).singleElement().asString().startsWith("d1 says no link bandwidth, d2 does");
        assertThat(found(told(Source.REFLECTED, true, back), own(true, true, 1))).isEmpty();
        assertThat(found(told(Source.MONITORED, true, path(ROUTER, false), path("10.0.1.12", true)),
            own(false, true, 1))).as("the non-transitive form stays behind").isEmpty();
        final List<Long> longer = List.of(ROUTER_ASN, ROUTER_ASN, 65_101L);
        assertThat(found(told(Source.MONITORED, true, path(ROUTER, longer, true), path("10.0.1.12", longer, true)),
            own(true, true, 1))).as("what the router adds for everybody").isEmpty();
    }

    @Test
    void shouldGiveTheWordsOfThoseFirstWhoTellAllTheirPaths() {
        final Told reflected = told(Source.REFLECTED, true, path("10.0.1.13", false));
        final Told bmp = Told.of(router(peer("10.0.1.11", View.ADJ_RIB_IN_POST_POLICY, true),
            peer("10.0.1.12", View.ADJ_RIB_IN_POST_POLICY, true), peer("10.0.1.13", View.ADJ_RIB_IN_POST_POLICY,
                false)));
        assertThat(HeardSets.inspect(List.of(reflected, bmp), own(true, true, 1), NAMES,
            SiteBook.of(SITES, List.of()), MultipathRules.upTo(8))).extracting(Seen::source)
            .containsExactly(Source.BMP, Source.REFLECTED);
    }

    @Test
    void shouldNotTakeTheRouterForADirectorWhenItHidesAnother() {
        assertThat(found(told(Source.MONITORED, true, path(ROUTER, true), path(ROUTER, false)), own(true, true, 1)))
            .containsExactly("no-link-bandwidth [somebody behind 10.0.1.1 (AS 65101)]");
        assertThat(found(told(Source.MONITORED, true, path("2001:db8::1", true), path("2001:db8::1", false)),
            own(true, true, 1))).as("its address of the other IP version")
            .containsExactly("no-link-bandwidth [somebody behind 10.0.1.1 (AS 65101)]");
        assertThat(found(told(Source.MONITORED, true, path(ROUTER, true), path(ROUTER, true), path(ROUTER, true)),
            own(true, true, 1))).isEmpty();
        assertThat(found(told(Source.MONITORED, false, path(ROUTER, List.of(65_101L), false),
            path("10.0.1.12", List.of(65_101L), true)), own(true, true, 1)))
            .as("inside the AS, too").containsExactly("no-link-bandwidth [somebody behind 10.0.1.1 (AS 65101)]");
    }

    @Test
    void shouldLeaveOutTheAsNumberThatARouterPutsInFrontOfWhatItTellsByBmp() {
        final List<Long> near = List.of(ROUTER_ASN, 65_101L);
        final List<Long> far = List.of(ROUTER_ASN, 65_101L, 65_101L, 65_101L);
        assertThat(found(Told.of(router(peer("10.0.1.12", View.ADJ_RIB_IN_POST_POLICY, near, true),
            peer("10.0.1.13", View.ADJ_RIB_IN_POST_POLICY, far, false))), own(true, true, 1)))
            .as("the near site and the far one").isEmpty();
        assertThat(lengths(peer("10.0.1.12", View.ADJ_RIB_IN_PRE_POLICY, near, true))).containsExactly(1);
        assertThat(lengths(peer("0.0.0.0", View.LOC_RIB, List.of(ROUTER_ASN, 65_109L), true))).containsExactly(1);
        assertThat(lengths(peer("10.0.1.12", View.ADJ_RIB_IN_PRE_POLICY, List.of(65_101L), true)))
            .as("a router that tells what it got").containsExactly(1);
        assertThat(lengths(peer("10.0.1.12", View.ADJ_RIB_IN_PRE_POLICY, List.of(ROUTER_ASN, 65_109L), true)))
            .as("a path that has been there before").containsExactly(2);
    }

    private static List<String> texts(final Told told, final WeightView own) {
        return HeardSets.inspect(List.of(told), own, NAMES, SiteBook.of(SITES, List.of(own)), MultipathRules.upTo(8))
            .stream().map(seen -> seen.finding().text()).toList();
    }

    private static List<Integer> lengths(final BmpReport.Peer peer) {
        return Told.of(router(peer)).paths().stream().map(it -> it.path().asPathLength()).toList();
    }

    private static BmpReport.Router router(final BmpReport.Peer... peers) {
        return new BmpReport.Router(ROUTER, "r1", Optional.of((Inet4Address) InetAddress.ofLiteral("10.9.9.9")),
            peers.length, 7, List.of(peers));
    }

    private static BmpReport.Peer peer(
        final String address, final View view, final List<Long> asns, final boolean weighs) {
        return new BmpReport.Peer(InetAddress.ofLiteral(address), view == View.LOC_RIB ? ROUTER_ASN : 65_101,
            (Inet4Address) InetAddress.ofLiteral(address), ROUTER_ASN, view,
            List.of(path("10.0.1.99", asns, weighs)));
    }

    private static BmpReport.Peer peer(final String address, final View view, final boolean weighs) {
        return peer(address, view, List.of(65_101L), weighs);
    }
}
