package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.AdvertisedRoute;
import dev.directrix.bgp.InboundReport;
import dev.directrix.bgp.MessageCounters;
import dev.directrix.bgp.NegotiatedSession;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.NotificationReport;
import dev.directrix.bgp.Password;
import dev.directrix.bgp.SessionFailure;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.UnsentRoute;
import dev.directrix.bgp.session.SessionState;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.RoutesReport;
import dev.directrix.director.control.SessionsAfterDrain;
import dev.directrix.director.control.VipState;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.VipDecision;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import dev.directrix.ecmp.RoutePolicy;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoutingReportsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final SpeakerConfig SPEAKER = Configs.web().bgp().orElseThrow();
    private static final NeighborConfig ROUTER =
        NeighborConfig.builder(Configs.address("10.0.1.1"), 65_000).description("rack 1").ttlSecurity(2)
            .password(Optional.of(Password.of("s3cret"))).prefixLimit(OptionalInt.of(9)).build();

    @Test
    void shouldTellAPastErrorAsPastOnceTheSessionIsUp() {
        final NeighborReport up = report(status(ROUTER, SessionState.ESTABLISHED, List.of()));

        assertThat(up.error()).isEmpty();
        assertThat(up.lastDown()).contains(new NeighborReport.PastEvent(
            NOW.minusSeconds(90), Duration.ofSeconds(90), "hold timer expired"));
        assertThat(up.flaps()).isEqualTo(2);
        assertThat(up.timesUp()).isEqualTo(3);
    }

    @Test
    void shouldTellAPresentErrorWhileTheSessionIsDown() {
        final NeighborReport down = report(status(ROUTER, SessionState.ACTIVE, List.of()));

        assertThat(down.error()).contains("hold timer expired");
        assertThat(down.session()).isEmpty();
        assertThat(down.flaps()).isEqualTo(3);
        assertThat(down.holdTime()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void shouldSayThatTheSessionOfADrainedDirectorRests() {
        final NeighborReport resting = RoutingReports.neighbors(SPEAKER,
            List.of(status(ROUTER, SessionState.IDLE, List.of())), Optional.of("new disk"), NOW).getFirst();
        assertThat(resting.resting()).isTrue();
        assertThat(resting.error().orElseThrow()).contains("drained", "\"new disk\"", "directrix undrain");
        assertThat(report(status(ROUTER, SessionState.IDLE, List.of())).resting()).isFalse();
    }

    @Test
    void shouldTellOurSideAndWhatWasAgreedOn() {
        final NeighborReport report = report(status(ROUTER, SessionState.ESTABLISHED, List.of()));

        assertThat(report.description()).isEqualTo("rack 1");
        assertThat(report.settings().ttl()).isEqualTo("TTL security, at most 2 hops");
        assertThat(report.settings().authentication()).isEqualTo("TCP-MD5");
        assertThat(report.settings().maxPrefixes()).hasValue(9);
        assertThat(report.settings().localAsn()).isEqualTo(65_101);
        assertThat(report.settings().capabilities()).containsExactly("route-refresh");
        assertThat(report.session().orElseThrow().remote()).hasToString("/10.0.1.1:179");
        assertThat(report.session().orElseThrow().families()).containsExactly("ipv4-unicast");
        assertThat(report.holdTime()).isEqualTo(Duration.ofSeconds(6));
        assertThat(report.inbound().prefixes()).containsExactlyEntriesOf(new TreeMap<>(Map.of("ipv4-unicast", 4)));
        assertThat(report.inbound().malformed()).isEqualTo(5);
        assertThat(report.notificationReceived().orElseThrow().ago()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldSayWhyAVipIsNotAnnouncedToANeighbor() {
        final NeighborConfig second = NeighborConfig.of(Configs.address("10.0.1.2"), 65_000);
        final NeighborConfig third = NeighborConfig.of(Configs.address("10.0.1.3"), 65_000);
        final RoutesReport report = RoutingReports.routes(snapshot(), List.of(route()), List.of(
            status(ROUTER, SessionState.ESTABLISHED, List.of()), status(second, SessionState.CONNECT, List.of()),
            status(third, SessionState.ESTABLISHED, List.of(
                new UnsentRoute(Prefix.host(Configs.VIP), "its communities do not fit")))));

        assertThat(report.routes()).singleElement().satisfies(route -> {
            assertThat(route.neighbor()).isEqualTo("10.0.1.1");
            assertThat(route.weight()).isEqualTo(300);
            assertThat(route.med()).hasValue(50);
            assertThat(route.pathId()).isEmpty();
        });
        assertThat(report.notAnnounced()).extracting(RoutesReport.Missing::toString).containsExactly(
            new RoutesReport.Missing(Configs.VIP, "10.0.1.2", "the session is Connect: hold timer expired").toString(),
            new RoutesReport.Missing(Configs.VIP, "10.0.1.3", "its communities do not fit").toString(),
            missing("192.0.2.11", "10.0.1.1", "no healthy server in pool web"),
            missing("192.0.2.11", "10.0.1.2", "no healthy server in pool web"),
            missing("192.0.2.11", "10.0.1.3", "no healthy server in pool web"),
            missing("2001:db8::10", "10.0.1.1", "ipv6-unicast was not agreed on: activate it on the router"),
            missing("2001:db8::10", "10.0.1.2", "the session is Connect: hold timer expired"),
            missing("2001:db8::10", "10.0.1.3", "ipv6-unicast was not agreed on: activate it on the router"));
    }

    private static String missing(final String vip, final String neighbor, final String reason) {
        return new RoutesReport.Missing(Configs.address(vip), neighbor, reason).toString();
    }

    private static NeighborReport report(final NeighborStatus status) {
        return RoutingReports.neighbors(SPEAKER, List.of(status), Optional.empty(), NOW).getFirst();
    }

    private static Snapshot snapshot() {
        return new Snapshot(Configs.web(), Overrides.NONE, DirectorState.RUNNING, List.of(
            announced("192.0.2.10"), new VipDecision(Configs.address("192.0.2.11"), VipState.WITHDRAWN,
                Optional.of("no healthy server in pool web"), 100, Optional.empty()), announced("2001:db8::10")),
            Map.of(), Map.of(), AppliedTable.NONE, TrafficView.NONE, Map.of(), Map.of(),
            SessionsAfterDrain.STAY, Lookout.Sighting.NONE);
    }

    private static VipDecision announced(final String vip) {
        return new VipDecision(Configs.address(vip), VipState.ANNOUNCED, Optional.empty(), 300, Optional.of(
            new Announcement(
                Prefix.host(Configs.address(vip)), Optional.empty(), 300, false, RoutePolicy.NONE)));
    }

    private static AdvertisedRoute route() {
        return new AdvertisedRoute("10.0.1.1", Configs.address("10.0.1.1"), Prefix.host(Configs.VIP),
            Nlri.NO_PATH_ID, List.of(Configs.address("10.0.1.11")), "igp", List.of(65_101L), OptionalLong.of(50),
            OptionalLong.empty(), List.of(), List.of(), List.of("65101:1:300"), List.of(), false);
    }

    private static NeighborStatus status(
        final NeighborConfig config, final SessionState state, final List<UnsentRoute> unsent) {
        final NegotiatedSession agreed = new NegotiatedSession(new InetSocketAddress("10.0.1.11", 41_000),
            new InetSocketAddress(config.address(), 179), false, 65_000, (Inet4Address) Configs.address("10.0.1.1"),
            Duration.ofSeconds(6), Duration.ofSeconds(6), Duration.ofSeconds(2),
            new TreeSet<>(Set.of(Family.IPV4_UNICAST)), true, true, 4096, List.of(), List.of());
        return new NeighborStatus(config.id(), config, config.address(), config.asn(), "external", state,
            NOW.minusSeconds(60), 3, Optional.of(new SessionFailure(NOW.minusSeconds(90), "hold timer expired")),
            Optional.empty(), Optional.of(new NotificationReport(NOW.minusSeconds(30), 6, 4, "Cease")),
            List.of("route-refresh"),
            state == SessionState.ESTABLISHED ? Optional.of(agreed) : Optional.empty(), MessageCounters.NONE,
            MessageCounters.NONE, 1, 0, unsent, List.of("too few paths"),
            new InboundReport(new TreeMap<>(Map.of(Family.IPV4_UNICAST, 4)), 0, 0, 0, 5), Optional.empty());
    }
}
