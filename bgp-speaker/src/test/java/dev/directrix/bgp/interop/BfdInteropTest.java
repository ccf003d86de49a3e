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
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * BFD with the routers as they come with Debian: FRR's bfdd, and BIRD, which has keys. Detection takes a second, so
 * that a busy machine does not flap; how fast it can be is measured by {@code lab/failover}. One test after the other,
 * but beside those that mostly wait for routers.
 */
@Tag("root")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a machine that is not too busy for BFD")
class BfdInteropTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** BGP alone needs longer: nine seconds from the last message, which come every three. */
    private static final long BEFORE_HOLD_MS = 6_000;
    private static final String PROFILE = """
         profile fast
          detect-multiplier 10
          transmit-interval 100
          receive-interval 100
         exit
        """;
    private static final String NEIGHBOR = """
         neighbor 10.99.1.11 remote-as 65101
         neighbor 10.99.1.11 timers connect 2
         neighbor 10.99.1.11 bfd
         neighbor 10.99.1.11 bfd profile fast
         address-family ipv4 unicast
          neighbor 10.99.1.11 activate
         exit-address-family
        """;

    private RouterLab lab;
    private FrrRouter frr;
    private BirdRouter bird;

    @BeforeEach
    void open() {
        lab = new RouterLab();
        frr = new FrrRouter(lab);
        bird = new BirdRouter(lab);
    }

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void shouldNoticeFrozenFrrAndBeNoticedWhenFrozen() {
        final SpeakerProcess speaker = startWithFrr("bfd=100,10");
        assertThat(frr.vtysh("show bfd peers")).contains("Status: up", "Detect-multiplier: 10");
        speaker.awaitStatus("sends=100 detects=1000");

        frr.signal("bfdd", "STOP");
        final long frozen = System.nanoTime();
        speaker.awaitStatus("bfd=Down");
        assertThat(millisSince(frozen)).as("time to notice the frozen bfdd").isLessThan(BEFORE_HOLD_MS);
        speaker.awaitStatus("error=BFD with 10.99.1.1 went down: nothing heard for the detection time");
        assertThat(speaker.tell("status")).contains("sent=Cease, BFD Down (6/10)");
        frr.signal("bfdd", "CONT");
        speaker.awaitStatus("bfd=Up/Up");
        speaker.awaitStatus("state=ESTABLISHED");

        eventually(this::route, "via 10.99.1.11");
        speaker.signal("STOP");
        final long stopped = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> route().isBlank());
        assertThat(millisSince(stopped)).as("time to notice our frozen speaker").isLessThan(BEFORE_HOLD_MS);
        speaker.signal("CONT");
        speaker.awaitStatus("bfd=Up/Up");
        speaker.awaitStatus("state=ESTABLISHED");
        eventually(this::route, "via 10.99.1.11");
    }

    @Test
    void shouldKeepBgpWhenEitherOperatorSwitchesBfdOffOrChangesIntervals() {
        final SpeakerProcess speaker = startWithFrr("bfd=100,10");
        speaker.tell("bfd 200,12");
        speaker.awaitStatus("sends=200");
        eventually(() -> frr.vtysh("show bfd peers"), "Transmission interval: 200ms");
        speaker.tell("bfd 50,10");
        speaker.awaitStatus("sends=100 detects=1000");
        assertThat(speaker.tell("status")).contains("state=ESTABLISHED up=1 ", "ups=1 downs=0");

        frr.vtysh("configure terminal", "bfd", "profile fast", "shutdown");
        speaker.awaitStatus("bfd=Down/AdminDown");
        speaker.awaitStatus("lastDown=the router's operator has switched BFD off");
        frr.vtysh("configure terminal", "bfd", "profile fast", "no shutdown");
        speaker.awaitStatus("ups=2 downs=1");
        assertThat(speaker.tell("status")).contains("error=- ");
    }

    @Test
    void shouldLeaveAsAdministrativelyDown() {
        final SpeakerProcess speaker = startWithFrr("bfd=100,10");
        speaker.tell("shutdown node d1 leaves");
        eventually(() -> frr.vtysh("show bfd peers"), "Status: down");
        assertThat(frr.vtysh("show bfd peers")).contains("Remote diagnostics: administratively down")
            .doesNotContain("control detection time expired");
    }

    @Test
    void shouldSpeakMultihopWhereFrrHasTtlSecurity() {
        frr.start(NEIGHBOR.replace(" neighbor 10.99.1.11 timers connect 2\n",
            " neighbor 10.99.1.11 timers connect 2\n neighbor 10.99.1.11 ebgp-multihop 2\n"), PROFILE);
        final SpeakerProcess single = lab.speaker(65_101, RouterLab.ONE, "bfd=100,10");
        single.awaitStatus("state=ESTABLISHED");
        assertThat(single.tell("status")).contains("bfd=Down/Down ups=0");
        single.tell("bfd 100,10,multihop");
        single.awaitStatus("bfd=Up/Up");
        assertThat(single.tell("status")).contains("state=ESTABLISHED up=1 ");
        assertThat(frr.vtysh("show bfd peers")).contains("multihop", "Status: up");
    }

    @ParameterizedTest
    @CsvSource({"simple, simple", "keyed-md5, keyed md5", "meticulous-keyed-md5, meticulous keyed md5",
        "keyed-sha1, keyed sha1", "meticulous-keyed-sha1, meticulous keyed sha1"})
    void shouldAuthenticateWithBird(final String ours, final String birds) {
        bird.start(config("authentication " + birds + "; password \"secret\" { id 1; };"));
        final SpeakerProcess speaker = lab.speaker(65_101, RouterLab.ONE, "bfd=50,10," + ours);
        speaker.awaitStatus("state=ESTABLISHED");
        speaker.awaitStatus("bfd=Up/Up");
        speaker.awaitStatus("sends=100 detects=1000 rejected=0");
        assertThat(bird.birdc("show", "bfd", "sessions")).contains("10.99.1.11", "Up");
        bird.freeze();
        speaker.awaitStatus("error=BFD with 10.99.1.1 went down: nothing heard for the detection time");
        bird.thaw();
        speaker.awaitStatus("bfd=Up/Up");
        speaker.awaitStatus("state=ESTABLISHED");
    }

    @Test
    void shouldNotComeUpWithAnotherKey() {
        bird.start(config("authentication keyed sha1; password \"another\" { id 1; };"));
        final SpeakerProcess speaker = lab.speaker(65_101, RouterLab.ONE, "bfd=100,10,keyed-sha1");
        speaker.awaitStatus("state=ESTABLISHED");
        await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(speaker.tell("status")).contains("bfd=Down/Down ups=0").doesNotContain("rejected=0"));
    }

    private SpeakerProcess startWithFrr(final String options) {
        frr.start(NEIGHBOR, PROFILE);
        final SpeakerProcess speaker = lab.speaker(65_101, RouterLab.ONE, options);
        speaker.tell("announce 192.0.2.10,100");
        speaker.awaitStatus("state=ESTABLISHED");
        speaker.awaitStatus("bfd=Up/Up");
        eventually(this::route, "via 10.99.1.11");
        return speaker;
    }

    private String route() {
        return lab.inRouter("ip", "route", "show", "192.0.2.10");
    }

    private static String config(final String bfdOptions) {
        return """
            router id 10.99.1.1;
            protocol device {}
            protocol bfd { interface "veth0" { interval 100 ms; multiplier 10; OPTIONS }; }
            protocol bgp d1 {
              local 10.99.1.1 as 65000;
              neighbor 10.99.1.11 as 65101;
              connect retry time 2;
              error wait time 1, 2;
              bfd on;
              ipv4 { import all; export none; };
            }
            """.replace("OPTIONS", bfdOptions);
    }

    private static long millisSince(final long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void eventually(final Supplier<String> output, final String wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() ->
            assertThat(output.get()).contains(wanted));
    }
}
