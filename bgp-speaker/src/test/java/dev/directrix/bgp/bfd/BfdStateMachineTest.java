package dev.directrix.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BfdStateMachineTest {

    private static final long MS = 1_000_000;
    private static final int OURS = 9;
    private static final int THEIRS = 7;
    private static final BfdSettings FAST = BfdSettings.of(Duration.ofMillis(50), 3);

    private final RecordedOutput output = new RecordedOutput();
    private double random;
    private BfdStateMachine machine = machine(FAST);
    private long now = 1_000 * MS;

    @Test
    void shouldSendSlowlyUntilUp() {
        machine.start(now);
        final BfdPacket first = output.packet();
        assertThat(first.state()).isEqualTo(BfdState.DOWN);
        assertThat(first.myDiscriminator()).isEqualTo(OURS);
        assertThat(first.yourDiscriminator()).isZero();
        assertThat(first.desiredMinTxUs()).isEqualTo(1_000_000);
        assertThat(first.requiredMinRxUs()).isEqualTo(50_000);
        assertThat(first.requiredMinEchoRxUs()).isZero();
        assertThat(first.isDemand()).isFalse();
        assertThat(first.isControlPlaneIndependent()).isFalse();
        assertThat(first.multiplier()).isEqualTo(3);
        assertThat(machine.nextDeadline() - now).isEqualTo(750 * MS);
        random = 0.999_999;
        tickAt(machine.nextDeadline());
        assertThat(output.packets()).hasSize(1);
        assertThat(machine.nextDeadline() - now).isBetween(999 * MS, 1_000 * MS);
    }

    @Test
    void shouldComeUpByThreeWaysHandshakeAndPollItsFastInterval() {
        machine.start(now);
        output.packets();
        receive(packet(BfdState.DOWN, 0));
        assertThat(machine.state()).isEqualTo(BfdState.INIT);
        final BfdPacket init = output.packet();
        assertThat(init.state()).isEqualTo(BfdState.INIT);
        assertThat(init.yourDiscriminator()).isEqualTo(THEIRS);
        receive(packet(BfdState.UP, OURS));
        assertThat(machine.state()).isEqualTo(BfdState.UP);
        final BfdPacket up = output.packet();
        assertThat(up.state()).isEqualTo(BfdState.UP);
        assertThat(up.isPoll()).isTrue();
        assertThat(up.desiredMinTxUs()).isEqualTo(50_000);
        assertThat(machine.ups()).isEqualTo(1);
        receive(answer(BfdState.UP));
        assertThat(machine.isPolling()).isFalse();
        tickAt(machine.nextDeadline());
        assertThat(output.packet().isPoll()).isFalse();
        assertThat(output.transitions()).extracting(BfdTransition::to).containsExactly(BfdState.INIT, BfdState.UP);
    }

    /** RFC 5880 §6.8.6, every pair of states. */
    @ParameterizedTest
    @CsvSource({
        "DOWN, ADMIN_DOWN, DOWN, NONE", "DOWN, DOWN, INIT, NONE", "DOWN, INIT, UP, NONE", "DOWN, UP, DOWN, NONE",
        "INIT, ADMIN_DOWN, DOWN, NEIGHBOR_SIGNALED_DOWN", "INIT, DOWN, INIT, NONE", "INIT, INIT, UP, NONE",
        "INIT, UP, UP, NONE", "UP, ADMIN_DOWN, DOWN, NEIGHBOR_SIGNALED_DOWN",
        "UP, DOWN, DOWN, NEIGHBOR_SIGNALED_DOWN", "UP, INIT, UP, NONE", "UP, UP, UP, NONE",
        "ADMIN_DOWN, DOWN, ADMIN_DOWN, ADMINISTRATIVELY_DOWN", "ADMIN_DOWN, UP, ADMIN_DOWN, ADMINISTRATIVELY_DOWN"})
    void shouldFollowTheStateDiagram(
        final BfdState from, final BfdState received, final BfdState to, final BfdDiagnostic diagnostic) {
        bring(from);
        receive(packet(received, OURS));
        assertThat(machine.state()).isEqualTo(to);
        assertThat(machine.diagnostic()).isEqualTo(diagnostic);
    }

    @ParameterizedTest
    @CsvSource({"DOWN, true", "ADMIN_DOWN, false"})
    void shouldTellFailureFromSwitchingOff(final BfdState received, final boolean failure) {
        bring(BfdState.UP);
        receive(packet(received, OURS));
        final List<BfdTransition> transitions = output.transitions();
        assertThat(transitions).hasSize(1);
        assertThat(transitions.get(0).isFailure()).isEqualTo(failure);
        assertThat(transitions.get(0).cause()).contains(failure ? "down on its side" : "switched BFD off");
    }

    @Test
    void shouldGoDownWhenTheDetectionTimeHasPassed() {
        bring(BfdState.UP);
        final long deadline = now + 3 * 50 * MS;
        assertThat(machine.detectionUs()).isEqualTo(150_000);
        tickUntil(deadline - 1);
        assertThat(machine.state()).isEqualTo(BfdState.UP);
        output.packets();
        tickAt(deadline);
        assertThat(machine.state()).isEqualTo(BfdState.DOWN);
        assertThat(machine.diagnostic()).isEqualTo(BfdDiagnostic.DETECTION_TIME_EXPIRED);
        final BfdPacket last = output.packets().get(0);
        assertThat(last.state()).isEqualTo(BfdState.DOWN);
        assertThat(last.diagnosticCode()).isEqualTo(1);
        assertThat(last.yourDiscriminator()).as("forgotten (§6.8.1)").isZero();
        assertThat(last.desiredMinTxUs()).isEqualTo(1_000_000);
        assertThat(output.transitions()).singleElement().satisfies(transition -> {
            assertThat(transition.isFailure()).isTrue();
            assertThat(transition.cause()).isEqualTo("nothing heard for the detection time");
        });
        assertThat(machine.downs()).isEqualTo(1);
    }

    @Test
    void shouldForgetTheRouterAlsoWhenItFallsSilentWhileDown() {
        machine.start(now);
        receive(packet(BfdState.UP, OURS));
        assertThat(machine.state()).isEqualTo(BfdState.DOWN);
        output.packets();
        tickUntil(now + 150 * MS);
        tickUntil(now + 1_100 * MS);
        assertThat(output.packets()).isNotEmpty().allSatisfy(packet ->
            assertThat(packet.yourDiscriminator()).isZero());
    }

    @Test
    void shouldComputeBothDirectionsFromAsymmetricIntervals() {
        machine = machine(new BfdSettings(Duration.ofMillis(100), Duration.ofMillis(400), 5, false, 254,
            Optional.empty()));
        bring(BfdState.UP);
        final BfdPacket theirs = packet(BfdState.UP, OURS, 50_000, 200_000, 2);
        receive(theirs);
        assertThat(machine.intervalUs()).as("the router wants no more than every 200 ms").isEqualTo(200_000);
        assertThat(machine.remoteIntervalUs()).as("we want no more than every 400 ms").isEqualTo(400_000);
        assertThat(machine.detectionUs()).as("its multiplier times that").isEqualTo(800_000);
        assertThat(machine.remoteDetectionUs()).isEqualTo(1_000_000);
        tickUntil(now + 800 * MS - 1);
        assertThat(machine.state()).isEqualTo(BfdState.UP);
        tickAt(now + 1);
        assertThat(machine.state()).isEqualTo(BfdState.DOWN);
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 75", "3, 0.999999, 99", "1, 0, 75", "1, 0.999999, 89"})
    void shouldSpreadItsPackets(final int multiplier, final double number, final long percent) {
        machine = machine(BfdSettings.of(Duration.ofMillis(100), multiplier));
        random = number;
        bring(BfdState.UP);
        tickAt(machine.nextDeadline());
        assertThat((machine.nextDeadline() - now) / MS).isEqualTo(percent);
    }

    @Test
    void shouldAnswerAPollAtOnceInEveryState() {
        for (final BfdState state : List.of(BfdState.DOWN, BfdState.INIT, BfdState.UP)) {
            bring(state);
            final BfdPacket poll = packet(state, OURS);
            poll.poll();
            receive(poll);
            assertThat(output.packets()).as(state.text()).filteredOn(BfdPacket::isFinal).hasSize(1)
                .allSatisfy(answer -> assertThat(answer.isPoll()).isFalse());
            machine = machine(FAST);
        }
    }

    @Test
    void shouldSlowDownOnlyAfterTheRouterHasAgreed() {
        bring(BfdState.UP);
        machine.configure(BfdSettings.of(Duration.ofMillis(400), 3), 0, now);
        final BfdPacket poll = output.packet();
        assertThat(poll.isPoll()).isTrue();
        assertThat(poll.desiredMinTxUs()).isEqualTo(400_000);
        assertThat(poll.requiredMinRxUs()).isEqualTo(400_000);
        assertThat(machine.intervalUs()).as("still fast (§6.8.3)").isEqualTo(50_000);
        assertThat(machine.remoteIntervalUs()).as("more patient at once").isEqualTo(400_000);
        receive(answer(BfdState.UP));
        assertThat(machine.intervalUs()).isEqualTo(400_000);
        assertThat(machine.isPolling()).isFalse();
    }

    @Test
    void shouldExpectMoreOnlyAfterTheRouterHasAgreed() {
        machine = machine(BfdSettings.of(Duration.ofMillis(400), 3));
        bring(BfdState.UP);
        machine.configure(BfdSettings.of(Duration.ofMillis(100), 3), 0, now);
        assertThat(machine.intervalUs()).as("faster at once").isEqualTo(100_000);
        assertThat(machine.remoteIntervalUs()).as("still patient (§6.8.3)").isEqualTo(400_000);
        receive(answer(BfdState.UP));
        assertThat(machine.remoteIntervalUs()).isEqualTo(100_000);
    }

    @Test
    void shouldPollOnceMoreWhenValuesChangeDuringAPoll() {
        bring(BfdState.UP);
        machine.configure(BfdSettings.of(Duration.ofMillis(400), 3), 0, now);
        machine.configure(BfdSettings.of(Duration.ofMillis(500), 3), 0, now);
        receive(answer(BfdState.UP));
        assertThat(machine.isPolling()).isTrue();
        assertThat(machine.intervalUs()).isEqualTo(50_000);
        receive(answer(BfdState.UP));
        assertThat(machine.isPolling()).isFalse();
        assertThat(machine.intervalUs()).isEqualTo(500_000);
        assertThat(machine.ups()).isEqualTo(1);
    }

    @Test
    void shouldNotChangeAnythingByTheSameConfiguration() {
        bring(BfdState.UP);
        machine.configure(FAST, 0, now);
        assertThat(output.packets()).isEmpty();
        assertThat(machine.isPolling()).isFalse();
    }

    @Test
    void shouldFollowTheRouterWhenItWantsLess() {
        bring(BfdState.UP);
        receive(packet(BfdState.UP, OURS, 50_000, 2_000_000, 3));
        assertThat(machine.intervalUs()).isEqualTo(2_000_000);
        output.packets();
        tickUntil(now + 140 * MS);
        assertThat(output.packets()).isEmpty();
        receive(packet(BfdState.UP, OURS, 50_000, 50_000, 3));
        assertThat(machine.nextDeadline()).as("more again at once").isLessThanOrEqualTo(now + 50 * MS);
    }

    @Test
    void shouldSendNothingPeriodicToARouterThatWantsNothing() {
        bring(BfdState.UP);
        for (int i = 0; i < 20; i++) {
            receive(packet(BfdState.UP, OURS, 50_000, 0, 3));
            tickUntil(now + 100 * MS);
        }
        assertThat(output.packets()).isEmpty();
        final BfdPacket poll = packet(BfdState.UP, OURS, 50_000, 0, 3);
        poll.poll();
        receive(poll);
        assertThat(output.packet().isFinal()).isTrue();
    }

    @Test
    void shouldRestWhileTheRouterIsInDemandMode() {
        bring(BfdState.UP);
        final BfdPacket demand = packet(BfdState.UP, OURS);
        demand.octets()[1] |= 0x02;
        receive(demand);
        assertThat(machine.intervalUs()).isZero();
        tickUntil(now + 149 * MS);
        assertThat(output.packets()).isEmpty();
        machine.configure(BfdSettings.of(Duration.ofMillis(60), 3), 0, now);
        assertThat(output.packet().isPoll()).as("but a poll goes out").isTrue();
        assertThat(machine.intervalUs()).isPositive();
    }

    @Test
    void shouldSayThatItIsSwitchedOffAndStaySo() {
        bring(BfdState.UP);
        machine.adminDown(now);
        final BfdPacket farewell = output.packet();
        assertThat(farewell.state()).isEqualTo(BfdState.ADMIN_DOWN);
        assertThat(farewell.diagnosticCode()).isEqualTo(BfdDiagnostic.ADMINISTRATIVELY_DOWN.code());
        assertThat(output.transitions()).singleElement()
            .satisfies(transition -> assertThat(transition.isFailure()).isFalse());
        assertThat(machine.received(packet(BfdState.UP, OURS), now)).isEqualTo(BfdVerdict.ADMIN_DOWN);
        machine.repeat(now);
        assertThat(output.packet().state()).isEqualTo(BfdState.ADMIN_DOWN);
    }

    @Test
    void shouldWantAuthenticationExactlyWhenItHasAKey() {
        final BfdAuthentication key = BfdAuthentication.of(BfdAuthType.METICULOUS_KEYED_SHA1, 1, "secret");
        final BfdPacket signed = packet(BfdState.DOWN, 0);
        new BfdAuthenticator(key, 100).sign(signed, now);
        assertThat(machine.received(signed, now)).isEqualTo(BfdVerdict.AUTHENTICATION_UNEXPECTED);
        machine = machine(FAST.withAuthentication(Optional.of(key)));
        assertThat(machine.received(packet(BfdState.DOWN, 0), now)).isEqualTo(BfdVerdict.AUTHENTICATION_MISSING);
        assertThat(machine.state()).isEqualTo(BfdState.DOWN);
        assertThat(machine.received(signed, now)).isEqualTo(BfdVerdict.ACCEPTED);
        assertThat(machine.received(signed, now)).isEqualTo(BfdVerdict.AUTHENTICATION_SEQUENCE);
        assertThat(output.packets()).allSatisfy(packet -> assertThat(packet.hasAuthentication()).isTrue());
        assertThat(machine.verdicts()).containsEntry(BfdVerdict.AUTHENTICATION_SEQUENCE, 1L)
            .containsEntry(BfdVerdict.AUTHENTICATION_MISSING, 1L).containsEntry(BfdVerdict.ACCEPTED, 1L);
    }

    @Test
    void shouldTakeAnySequenceNumberAfterTwiceTheDetectionTime() {
        final BfdAuthentication key = BfdAuthentication.of(BfdAuthType.METICULOUS_KEYED_MD5, 1, "secret");
        machine = machine(FAST.withAuthentication(Optional.of(key)));
        machine.start(now);
        receive(signed(key, 1_000));
        final long heard = now;
        final long detection = machine.detectionUs() * 1_000;
        tickUntil(heard + 2 * detection - 1);
        assertThat(machine.received(signed(key, 5), now)).isEqualTo(BfdVerdict.AUTHENTICATION_SEQUENCE);
        tickAt(heard + 2 * detection);
        assertThat(machine.received(signed(key, 5), now)).isEqualTo(BfdVerdict.ACCEPTED);
    }

    @Test
    void shouldGoOnWithAnotherKeyWithoutAFlap() {
        bring(BfdState.UP);
        final BfdAuthentication key = BfdAuthentication.of(BfdAuthType.KEYED_SHA1, 1, "secret");
        machine.configure(FAST.withAuthentication(Optional.of(key)), 5, now);
        assertThat(machine.received(packet(BfdState.UP, OURS), now)).isEqualTo(BfdVerdict.AUTHENTICATION_MISSING);
        final BfdPacket signed = packet(BfdState.UP, OURS);
        new BfdAuthenticator(key, 0).sign(signed, now);
        assertThat(machine.received(signed, now)).isEqualTo(BfdVerdict.ACCEPTED);
        assertThat(machine.state()).isEqualTo(BfdState.UP);
        assertThat(machine.downs()).isZero();
    }

    @Test
    void shouldBringTwoOfItsKindUpAndKeepThemUpOverALossyPath() {
        final BfdSimulation simulation = new BfdSimulation(FAST, BfdSettings.of(Duration.ofMillis(70), 4), 11);
        simulation.runFor(Duration.ofSeconds(4), 0);
        assertThat(simulation.states()).containsExactly(BfdState.UP, BfdState.UP);
        assertThat(simulation.isPolling()).isFalse();
        simulation.runFor(Duration.ofSeconds(60), 0.01);
        simulation.cut();
        simulation.runFor(Duration.ofMillis(400), 0);
        assertThat(simulation.states()).doesNotContain(BfdState.UP);
        simulation.join();
        simulation.runFor(Duration.ofSeconds(4), 0);
        assertThat(simulation.states()).containsExactly(BfdState.UP, BfdState.UP);
    }

    private BfdPacket signed(final BfdAuthentication key, final int sequence) {
        final BfdPacket packet = packet(BfdState.DOWN, 0);
        new BfdAuthenticator(key, sequence).sign(packet, now);
        return packet;
    }

    /** Brings the machine into a state, with nothing left to tell and no poll going on. */
    private void bring(final BfdState wanted) {
        machine.start(now);
        if (wanted == BfdState.INIT || wanted == BfdState.UP) {
            receive(packet(BfdState.DOWN, 0));
        }
        if (wanted == BfdState.UP) {
            receive(packet(BfdState.INIT, OURS));
            receive(answer(BfdState.UP));
        }
        if (wanted == BfdState.ADMIN_DOWN) {
            machine.adminDown(now);
        }
        assertThat(machine.state()).isEqualTo(wanted);
        output.packets();
        output.transitions();
    }

    private void receive(final BfdPacket packet) {
        machine.received(packet, now);
    }

    private void tickAt(final long time) {
        now = time;
        machine.tick(now);
    }

    private void tickUntil(final long time) {
        while (machine.nextDeadline() <= time) {
            tickAt(machine.nextDeadline());
        }
        now = time;
    }

    private BfdStateMachine machine(final BfdSettings settings) {
        return new BfdStateMachine(settings, OURS, 0, () -> random, output);
    }

    private static BfdPacket answer(final BfdState state) {
        final BfdPacket packet = packet(state, OURS);
        packet.finalAnswer();
        return packet;
    }

    private static BfdPacket packet(final BfdState state, final int yours) {
        return packet(state, yours, 50_000, 50_000, 3);
    }

    private static BfdPacket packet(
        final BfdState state, final int yours, final long tx, final long rx, final int multiplier) {
        final BfdPacket packet = new BfdPacket();
        packet.clear(state, BfdDiagnostic.NONE, multiplier);
        packet.discriminators(THEIRS, yours);
        packet.intervals(tx, rx);
        return packet;
    }
}
