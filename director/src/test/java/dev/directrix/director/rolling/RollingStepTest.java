package dev.directrix.director.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.control.SessionsAfterDrain;
import dev.directrix.director.control.VipDrain;
import dev.directrix.director.rolling.RollingStep.Stage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollingStepTest {

    private static final InetAddress VIP = AddressText.parse("192.0.2.10");
    private static final RollingStep.Limits LIMITS =
        new RollingStep.Limits(Duration.ofSeconds(30), Duration.ofSeconds(60));
    private static final Sight SERVING = sight(9_000_000, DirectorState.RUNNING, "", 0.25);

    private static Sight sight(final long uptimeMs, final DirectorState state, final String lacks, final double share) {
        return new Sight(true, Duration.ofMillis(uptimeMs), state,
            lacks.isEmpty() ? Optional.empty() : Optional.of(lacks),
            new DrainReport("d1", List.of(), List.of(), SessionsAfterDrain.STAY, Optional.empty()), Set.of(VIP),
            Map.of(VIP, share));
    }

    private static Sight drained(final long uptimeMs, final DirectorState state, final DrainStage stage) {
        return new Sight(true, Duration.ofMillis(uptimeMs), state, Optional.empty(), new DrainReport("d1", List.of(),
            List.of(new VipDrain(VIP, stage, Duration.ZERO, Duration.ZERO, 9, 9, OptionalLong.empty(),
                Optional.empty(), true)), SessionsAfterDrain.STAY, Optional.empty()), Set.of(), Map.of());
    }

    private static RollingStep begun(final boolean hooked) {
        return RollingStep.begun(LIMITS, hooked, SERVING, 1_000_000);
    }

    @Test
    void shouldWaitUntilItIsGoneBackInSyncAnnouncedAndHasItsShareAgain() {
        RollingStep step = begun(false)
            .on(drained(9_001_000, DirectorState.STOPPING, DrainStage.DRAINING), 1_001_000);
        assertThat(step.stage()).isEqualTo(Stage.DRAINING);
        step = step.on(drained(9_004_000, DirectorState.STOPPING, DrainStage.MOVED), 1_004_000);
        assertThat(step.stage()).as("moved, but not gone").isEqualTo(Stage.DRAINING);
        step = step.on(Sight.NONE, 1_005_000);
        assertThat(step.stage()).isEqualTo(Stage.RESTARTING);
        step = step.on(Sight.NONE, 1_007_000)
            .on(sight(2_000, DirectorState.RUNNING, "member d1 is not in sync", 0), 1_009_000);
        assertThat(step.stage()).isEqualTo(Stage.RESTARTING);
        step = step.on(drained(3_000, DirectorState.RUNNING, DrainStage.MOVED), 1_010_000);
        assertThat(step.stage()).isEqualTo(Stage.RETURNING);
        step = step.on(drained(3_200, DirectorState.RUNNING, DrainStage.MOVED), 1_010_200);
        assertThat(step.stage()).isEqualTo(Stage.RETURNING);
        step = step.on(sight(4_000, DirectorState.RUNNING, "", 0), 1_011_000);
        assertThat(step.stage()).isEqualTo(Stage.MEASURING);
        step = step.on(sight(5_000, DirectorState.RUNNING, "", 0.1), 1_012_000);
        assertThat(step.stage()).isEqualTo(Stage.MEASURING);
        step = step.on(sight(6_000, DirectorState.RUNNING, "", 0.2), 1_013_000);
        assertThat(step.stage()).isEqualTo(Stage.DONE);
        assertThat(step.on(Sight.NONE, 9_000_000)).isSameAs(step);
    }

    @Test
    void shouldHaveItRestartedOnlyWhenItsFlowsHaveMovedAndTheClusterIsAtRest() {
        RollingStep step = begun(true).on(drained(9_001_000, DirectorState.DRAINING, DrainStage.DRAINING), 1_001_000);
        assertThat(step.stage()).isEqualTo(Stage.DRAINING);
        final Sight moved = drained(9_003_000, DirectorState.DRAINING, DrainStage.MOVED);
        step = step.on(new Sight(true, moved.uptime(), moved.state(), Optional.of("the cluster is changing its tables"),
            moved.drain(), moved.announced(), moved.shares()), 1_003_000);
        assertThat(step.stage()).isEqualTo(Stage.DRAINING);
        step = step.on(moved, 1_004_000);
        assertThat(step.stage()).isEqualTo(Stage.RESTARTING);
        step = step.on(drained(9_005_000, DirectorState.DRAINING, DrainStage.MOVED), 1_005_000);
        assertThat(step.stage()).as("still the old process").isEqualTo(Stage.RESTARTING);
        step = step.on(drained(1_000, DirectorState.DRAINING, DrainStage.MOVED), 1_009_000);
        assertThat(step.stage()).isEqualTo(Stage.RETURNING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldFailWhenItsFlowsCannotMove(final boolean hooked) {
        final RollingStep step = begun(hooked)
            .on(drained(9_030_000, DirectorState.STOPPING, DrainStage.HELD), 1_030_000);
        assertThat(step.stage()).isEqualTo(Stage.FAILED);
        assertThat(step.why()).hasValueSatisfying(why -> assertThat(why).startsWith("its flows do not move"));
    }

    @Test
    void shouldFailWhenTheDirectorGivesItsRestartUp() {
        final RollingStep step = begun(false).on(SERVING, 1_031_000);
        assertThat(step.why()).hasValue("it has given its restart up, see its log; it announces as before");
    }

    @Test
    void shouldSayWhatIsMissingWhenTheTimeIsOver() {
        final RollingStep gone = begun(false).on(Sight.NONE, 1_010_000);
        assertThat(gone.on(Sight.NONE, 1_070_000).stage()).isEqualTo(Stage.RESTARTING);
        assertThat(gone.on(Sight.NONE, 1_070_001).why())
            .hasValue("it has gone and does not come back: is it started again when it ends? (after 1m)");
        assertThat(gone.on(sight(2_000, DirectorState.STARTING, "etcd does not answer: x", 0), 1_070_001).why())
            .hasValue("it is back, but etcd does not answer: x (after 1m)");
        final RollingStep back = gone.on(drained(2_000, DirectorState.RUNNING, DrainStage.MOVED), 1_015_000);
        assertThat(back.on(drained(9_000, DirectorState.RUNNING, DrainStage.MOVED), 1_070_001).why())
            .hasValue("it is back, and does not announce 192.0.2.10 (after 1m)");
        final RollingStep announced = back.on(sight(3_000, DirectorState.RUNNING, "", 0), 1_016_000);
        assertThat(announced.on(sight(9_000, DirectorState.RUNNING, "", 0.1), 1_070_001).why())
            .hasValue("it is announced, and gets less than half of its former share of 192.0.2.10 (after 1m)");
        final RollingStep hooked = begun(true)
            .on(drained(9_003_000, DirectorState.DRAINING, DrainStage.MOVED), 1_010_000);
        assertThat(hooked.on(drained(9_063_000, DirectorState.DRAINING, DrainStage.MOVED), 1_070_001).why())
            .hasValue("it was not restarted (after 1m)");
        assertThat(begun(false).on(drained(9_060_000, DirectorState.STOPPING, DrainStage.DRAINING), 1_060_000).why())
            .hasValue("it was told to drain 60 s ago and is not done");
    }

    @Test
    void shouldRestartOnlyADirectorThatServesInAClusterAtRest() {
        assertThat(RollingStep.obstacle(SERVING)).isEmpty();
        assertThat(RollingStep.obstacle(Sight.NONE)).hasValue("it does not answer");
        assertThat(RollingStep.obstacle(drained(1, DirectorState.DRAINING, DrainStage.MOVED)))
            .hasValueSatisfying(why -> assertThat(why).startsWith("it is drained"));
    }
}
