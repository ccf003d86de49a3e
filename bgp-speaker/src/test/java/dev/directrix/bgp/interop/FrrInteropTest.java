package dev.directrix.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** FRR as it comes with Debian, in a namespace. */
@Tag("root")
@Execution(ExecutionMode.CONCURRENT)
class FrrInteropTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NEIGHBORS = """
         neighbor 10.99.1.11 remote-as 65101
         neighbor 10.99.1.11 timers connect 2
         neighbor 10.99.1.12 remote-as 65102
         neighbor 10.99.1.12 timers connect 2
         address-family ipv4 unicast
          neighbor 10.99.1.11 activate
          neighbor 10.99.1.12 activate
          maximum-paths 8
         exit-address-family
         address-family ipv6 unicast
          neighbor 10.99.1.11 activate
          neighbor 10.99.1.12 activate
         exit-address-family
        """;

    private RouterLab lab;
    private FrrRouter frr;

    @BeforeEach
    void open() {
        lab = new RouterLab();
        frr = new FrrRouter(lab);
    }

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void shouldTeachBothIpVersionsAndWeightsToTheKernel() {
        frr.start(NEIGHBORS);
        final SpeakerProcess one = lab.speaker(65_101, RouterLab.ONE);
        final SpeakerProcess two = lab.speaker(65_102, RouterLab.TWO);
        one.tell("announce 192.0.2.10,100 2001:db8::10,100");
        two.tell("announce 192.0.2.10,300");
        one.awaitStatus("state=ESTABLISHED");
        two.awaitStatus("state=ESTABLISHED");
        eventually(() -> lab.inRouter("ip", "-6", "route", "show", "2001:db8::10"), "via 2001:db8:99::11");
        eventually(() -> lab.inRouter("ip", "route", "show", "192.0.2.10"), "via 10.99.1.12 dev veth0 weight");
        await().atMost(PATIENCE).untilAsserted(() -> {
            final String route = lab.inRouter("ip", "route", "show", "192.0.2.10");
            final int first = weightOf(route, RouterLab.ONE);
            final int second = weightOf(route, RouterLab.TWO);
            assertThat(second).as(route).isBetween(first * 3 - 3, first * 3 + 3);
        });
        assertThat(frr.vtysh("show bgp ipv4 unicast 192.0.2.10")).contains("Large Community: 65101:1:100");

        one.tell("announce 192.0.2.10,100,drain");
        eventually(() -> frr.vtysh("show bgp ipv4 unicast 192.0.2.10"), "graceful-shutdown");
        await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(lab.inRouter("ip", "route", "show", "192.0.2.10")).doesNotContain(RouterLab.ONE));
        await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(lab.inRouter("ip", "-6", "route", "show", "2001:db8::10")).isBlank());

        final String before = one.tell("status");
        frr.vtysh("clear bgp ipv4 unicast 10.99.1.11 soft in");
        one.awaitStatus("refreshes=1");
        assertThat(before).contains("up=1 ");
        assertThat(one.tell("status")).contains("up=1 ", "announced=1 ");
        assertThat(frr.vtysh("show bgp neighbors 10.99.1.11")).contains("Route refresh: advertised and");

        one.tell("shutdown node d1 leaves");
        eventually(() -> frr.vtysh("show bgp neighbors 10.99.1.11"),
            "Notification received (Cease/Administrative Shutdown)");
    }

    @Test
    void shouldSpeakWithPasswordOnlyWhenBothHaveTheSame() {
        frr.start(NEIGHBORS.replace(" neighbor 10.99.1.11 timers connect 2\n",
            " neighbor 10.99.1.11 timers connect 2\n neighbor 10.99.1.11 password secret\n"));
        final SpeakerProcess wrong = lab.speaker(65_101, RouterLab.ONE, "password=mistake");
        wrong.tell("announce 192.0.2.10,100");
        wrong.awaitStatus("error=no answer from 10.99.1.1 port 179: a password is set here");
        assertThat(wrong.tell("password secret")).isEqualTo("ok");
        wrong.awaitStatus("state=ESTABLISHED");
        eventually(() -> lab.inRouter("ip", "route", "show", "192.0.2.10"), "via 10.99.1.11");
    }

    @Test
    void shouldSayThatTheAsIsWrong() {
        frr.start(NEIGHBORS);
        final SpeakerProcess stranger = lab.speaker(65_109, RouterLab.ONE);
        stranger.awaitStatus("error=10.99.1.1 ended the session: OPEN Message Error, Bad Peer AS (2/2): it does not"
            + " expect us in AS 65109");
        final SpeakerProcess mistaken = lab.speaker(65_102, RouterLab.TWO, "asn=65009");
        mistaken.awaitStatus("error=10.99.1.1 says it is AS 65000, but AS 65009 is configured");
        assertThat(mistaken.tell("status")).contains("sent=OPEN Message Error, Bad Peer AS (2/2)");
    }

    @Test
    void shouldNoticeFrozenAndKilledRouterAndReturn() {
        frr.start(NEIGHBORS);
        final SpeakerProcess one = lab.speaker(65_101, RouterLab.ONE);
        one.tell("announce 192.0.2.10,100");
        one.awaitStatus("state=ESTABLISHED");
        frr.freeze();
        one.awaitStatus("error=nothing heard from 10.99.1.1 for 9 s");
        assertThat(one.tell("status")).contains("sent=Hold Timer Expired");
        frr.thaw();
        one.awaitStatus("state=ESTABLISHED up=2");
        frr.kill();
        one.awaitStatus("error=10.99.1.1 ");
        frr.startBgpd();
        one.awaitStatus("state=ESTABLISHED up=3");
        eventually(() -> lab.inRouter("ip", "route", "show", "192.0.2.10"), "via 10.99.1.11");
    }

    @Test
    void shouldWaitForTheRouterWhenPassive() {
        frr.start(NEIGHBORS);
        final SpeakerProcess one = lab.speaker(65_101, RouterLab.ONE, "passive", "password=unused");
        assertThat(one.tell("status")).contains("state=ACTIVE");
        final SpeakerProcess two = lab.speaker(65_102, RouterLab.TWO, "passive");
        two.tell("announce 192.0.2.20,1");
        two.awaitStatus("state=ESTABLISHED");
        eventually(() -> lab.inRouter("ip", "route", "show", "192.0.2.20"), "via 10.99.1.12");
        assertThat(one.tell("status")).contains("state=ACTIVE");
    }

    private static void eventually(final Supplier<String> output, final String wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() ->
            assertThat(output.get()).contains(wanted));
    }

    private static int weightOf(final String route, final String nextHop) {
        final int at = route.indexOf(" weight ", route.indexOf("via " + nextHop + " "));
        assertThat(at).as(route).isPositive();
        return Integer.parseInt(route.substring(at + 8).split("\\s", 2)[0]);
    }
}
