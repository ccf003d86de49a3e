package dev.directrix.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.bgp.wire.Family;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the speaker does beside each router: a test for each cell of the matrix in docs/interop.md. */
@Tag("root")
@Execution(ExecutionMode.CONCURRENT)
class RouterMatrixTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VIP = "192.0.2.10";
    private static final String VIP_ROUTE = VIP + "/32";
    private static final String VIP_IPV6 = "2001:db8::10";
    private static final String VIP_IPV6_ROUTE = VIP_IPV6 + "/128";
    private static final String BOTH = "announce " + VIP + ",100 " + VIP_IPV6 + ",100";

    @ParameterizedTest
    @EnumSource
    void shouldAnnounceAndWithdrawBothFamiliesOverIpv4(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4(), (lab, router) ->
            announceAndWithdraw(router, lab.speaker(65_101, RouterLab.ONE)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnnounceAndWithdrawBothFamiliesOverIpv6(final RouterKind kind) {
        withRouter(kind, Peering.overIpv6(), (lab, router) ->
            announceAndWithdraw(router, lab.speaker(65_101, RouterLab.ONE_IPV6)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendEverythingAgainWhenRouterAsks(final RouterKind kind) {
        assumeHas(kind, RouterKind.Feature.ASKS_FOR_REFRESH);
        withRouter(kind, Peering.overIpv4(), (lab, router) -> {
            final SpeakerProcess speaker = up(lab, router, RouterLab.ONE);
            awaitRoutes(router, VIP_ROUTE);
            router.requestRefresh();
            speaker.awaitStatus("refreshes=2");
            assertThat(speaker.tell("status")).contains("state=ESTABLISHED up=1 ");
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldSpeakWithTheRightPassword(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4().withPassword("secret"), (lab, router) -> {
            up(lab, router, RouterLab.ONE, "password=secret");
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayDownWithTheWrongPasswordUntilItIsCorrected(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4().withPassword("secret").withPassive(), (lab, router) -> {
            final SpeakerProcess speaker = lab.speaker(65_101, RouterLab.ONE, "password=mistake");
            speaker.tell(BOTH);
            speaker.awaitStatus("error=no answer from 10.99.1.1 port 179: a password is set here");
            assertThat(router.established()).isEmpty();
            assertThat(speaker.tell("password secret")).isEqualTo("ok");
            speaker.awaitStatus("state=ESTABLISHED");
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeUpWhenOnlyTheRouterConnects(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4(), (lab, router) -> {
            up(lab, router, RouterLab.ONE, "passive");
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeUpWhenOnlyWeConnect(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4().withPassive(), (lab, router) -> {
            up(lab, router, RouterLab.ONE);
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowItsShutdownTextAtTheRouter(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4(), (lab, router) -> {
            final SpeakerProcess speaker = up(lab, router, RouterLab.ONE);
            speaker.tell("shutdown node d1 leaves für heute");
            eventually(() -> assertThat(router.wordsReceived()).contains("node d1 leaves f"));
            eventually(() -> assertThat(router.established()).isEmpty());
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldShowTheShutdownTextOfTheRouter(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4(), (lab, router) -> {
            final SpeakerProcess speaker = up(lab, router, RouterLab.ONE);
            router.shutNeighbor("line card swap");
            speaker.awaitStatus("received=Cease, Administrative Shutdown (6/2)");
            assertThat(speaker.tell("status"))
                .contains(kind.lacks(RouterKind.Feature.OWN_SHUTDOWN_TEXT).isPresent() ? "" : "line card swap");
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeAFrozenRouterByItsHoldTimeAndComeBack(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4().withHoldSeconds(3), (lab, router) -> {
            final SpeakerProcess speaker = up(lab, router, RouterLab.ONE);
            router.freeze();
            speaker.awaitStatus("error=nothing heard from 10.99.1.1 for 3 s");
            assertThat(speaker.tell("status")).contains("sent=Hold Timer Expired");
            router.thaw();
            speaker.awaitStatus("state=ESTABLISHED up=2");
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeNoticedByItsHoldTimeWhenFrozenAndComeBack(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4().withHoldSeconds(3), (lab, router) -> {
            final SpeakerProcess speaker = up(lab, router, RouterLab.ONE);
            awaitRoutes(router, VIP_ROUTE);
            speaker.signal("STOP");
            eventually(() -> assertThat(router.established()).isEmpty());
            eventually(() -> assertThat(router.routes(Family.IPV4_UNICAST)).isEmpty());
            speaker.signal("CONT");
            speaker.awaitStatus("received=Hold Timer Expired");
            speaker.awaitStatus("state=ESTABLISHED up=2");
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellARestartedRouterEverythingAgain(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4(), (lab, router) -> {
            final SpeakerProcess speaker = up(lab, router, RouterLab.ONE);
            awaitRoutes(router, VIP_ROUTE);
            router.restart();
            speaker.awaitStatus("state=ESTABLISHED up=2");
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeAFrozenRouterByBfdAndBeNoticedWhenFrozen(final RouterKind kind) {
        assumeHas(kind, RouterKind.Feature.BFD);
        withRouter(kind, Peering.overIpv4().withHoldSeconds(90).withBfd(), (lab, router) -> {
            final SpeakerProcess speaker = up(lab, router, RouterLab.ONE, "bfd=100,10", "hold=90");
            speaker.awaitStatus("bfd=Up/Up");
            router.freeze();
            speaker.awaitStatus("error=BFD with 10.99.1.1 went down: nothing heard for the detection time");
            router.thaw();
            speaker.awaitStatus("state=ESTABLISHED up=2");
            speaker.awaitStatus("bfd=Up/Up");
            awaitRoutes(router, VIP_ROUTE);
            speaker.signal("STOP");
            eventually(() -> assertThat(router.established()).isEmpty());
            speaker.signal("CONT");
            speaker.awaitStatus("state=ESTABLISHED");
            awaitRoutes(router, VIP_ROUTE);
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnnounceSeveralPathsOfOnePrefix(final RouterKind kind) {
        withRouter(kind, Peering.overIpv4().withAddPath(), (lab, router) -> {
            final SpeakerProcess speaker = lab.speaker(65_101, RouterLab.ONE, "addpath");
            speaker.awaitStatus("state=ESTABLISHED");
            speaker.tell("path 192.0.2.10 1 10.99.1.11 65000:1");
            speaker.tell("path 192.0.2.10 2 10.99.1.12 65000:2");
            eventually(() -> {
                final List<SeenRoute> routes = router.routes(Family.IPV4_UNICAST);
                assertThat(routes).extracting(SeenRoute::prefix).containsExactly(VIP_ROUTE, VIP_ROUTE);
                assertThat(routes).extracting(SeenRoute::nextHop)
                    .containsExactlyInAnyOrder(RouterLab.ONE, RouterLab.TWO);
                assertThat(routes).filteredOn(route -> route.nextHop().equals(RouterLab.TWO))
                    .allSatisfy(route -> assertThat(route.communities()).containsExactly("65000:2"))
                    .allSatisfy(route -> assertThat(route.pathId().orElse(2)).isEqualTo(2));
            });
            speaker.tell("nopath 192.0.2.10 1");
            eventually(() -> assertThat(router.routes(Family.IPV4_UNICAST)).extracting(SeenRoute::nextHop)
                .containsExactly(RouterLab.TWO));
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnnounceIpv4WithAnIpv6NextHop(final RouterKind kind) {
        withRouter(kind, Peering.overIpv6().withExtendedNextHop(), (lab, router) -> {
            final SpeakerProcess speaker = lab.speaker(65_101, RouterLab.ONE_IPV6, "nexthop");
            speaker.awaitStatus("state=ESTABLISHED");
            speaker.tell("path 192.0.2.10 -1 2001:db8:99::11 65000:1");
            eventually(() -> assertThat(router.routes(Family.IPV4_UNICAST)).singleElement()
                .satisfies(route -> assertThat(route.is(VIP_ROUTE, RouterLab.ONE_IPV6)).as("%s", route).isTrue()));
            speaker.tell("nopath 192.0.2.10 -1");
            eventually(() -> assertThat(router.routes(Family.IPV4_UNICAST)).isEmpty());
        });
    }

    private static void announceAndWithdraw(final Router router, final SpeakerProcess speaker) {
        speaker.tell(BOTH);
        speaker.awaitStatus("state=ESTABLISHED");
        eventually(() -> assertThat(router.established()).hasSize(1));
        eventually(() -> assertThat(router.routes(Family.IPV4_UNICAST)).singleElement()
            .satisfies(route -> assertThat(route.is(VIP_ROUTE, RouterLab.ONE)).as("%s", route).isTrue())
            .satisfies(route -> assertThat(route.communities()).contains("65101:1:100")));
        eventually(() -> assertThat(router.routes(Family.IPV6_UNICAST)).singleElement()
            .satisfies(route -> assertThat(route.is(VIP_IPV6_ROUTE, RouterLab.ONE_IPV6)).as("%s", route).isTrue())
            .satisfies(route -> assertThat(route.communities()).contains("65101:1:100")));
        speaker.tell("announce " + VIP_IPV6 + ",7,drain");
        eventually(() -> assertThat(router.routes(Family.IPV4_UNICAST)).isEmpty());
        eventually(() -> assertThat(router.routes(Family.IPV6_UNICAST)).singleElement()
            .satisfies(route -> assertThat(route.communities()).contains("65101:1:7", "65535:0")));
        speaker.tell("announce");
        eventually(() -> assertThat(router.routes(Family.IPV6_UNICAST)).isEmpty());
        assertThat(speaker.tell("status")).contains("state=ESTABLISHED up=1 ");
    }

    private static SpeakerProcess up(
        final RouterLab lab, final Router router, final String source, final String... options) {
        final SpeakerProcess speaker = lab.speaker(65_101, source, options);
        speaker.tell(BOTH);
        speaker.awaitStatus("state=ESTABLISHED");
        eventually(() -> assertThat(router.established()).containsExactly(source));
        return speaker;
    }

    private static void awaitRoutes(final Router router, final String... prefixes) {
        eventually(() -> assertThat(router.routes(Family.IPV4_UNICAST)).extracting(SeenRoute::prefix)
            .containsExactlyElementsOf(List.of(prefixes)));
    }

    private static void eventually(final ThrowingRunnable wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(150)).untilAsserted(wanted);
    }

    private static void assumeHas(final RouterKind kind, final RouterKind.Feature feature) {
        assumeTrue(kind.lacks(feature).isEmpty(), () -> "not applicable: " + kind.lacks(feature).orElse(""));
    }

    private static void withRouter(
        final RouterKind kind, final Peering peering, final BiConsumer<RouterLab, Router> scenario) {
        try (RouterLab lab = new RouterLab()) {
            final Router router = kind.in(lab);
            router.start(peering);
            try {
                scenario.accept(lab, router);
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError(e.getMessage() + "\n" + kind + " says:\n" + router.diagnosis(), e);
            }
        }
    }
}
