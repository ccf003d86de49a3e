package dev.directrix.lab.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** No established connection breaks when directors of a cluster die, freeze and are cut off while servers change. */
@Tag("lab")
@Tag("root")
@Isolated("measures, under load")
class ChurnIT {
    private static final long SEED = 5;
    private static final Duration IDLE = Duration.ofSeconds(5);
    /** Half the connections of lab/churn: this machine may build something else meanwhile. */
    private static final LoadPlan PLAN = new LoadPlan(1_000, Duration.ofMillis(100), 1_000, 100);
    private static final Path TOPOLOGY =
        Path.of(System.getProperty("directrix.root", "..")).resolve(ChurnLab.TOPOLOGY);

    @BeforeAll
    static void needsRoot() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root: it makes namespaces");
    }

    /** Restarts and a drain come behind the rounds, in the same lab: bringing one up takes as long as a round. */
    @Test
    void shouldBreakNoEstablishedConnectionWhenDirectorsAreLostWhileServersChangeOrRestartedOrDrained() {
        List<Step> steps = new ArrayList<>();
        List<Step> restarts = new ArrayList<>();
        List<Round> rounds = Schedule.of(SEED, 3, List.of(BlowKind.KILL, BlowKind.FREEZE, BlowKind.PARTITION),
            ChurnLab.DIRECTORS, ChurnLab.SERVERS);
        try (ChurnLab lab = ChurnLab.up(TOPOLOGY, ChurnSetup.cluster(IDLE), line -> { });
            ClientLoad load = ClientLoad.start(lab.node("client"), PLAN, Duration.ofSeconds(60))) {
            load.call();
            Churn churn = new Churn(lab, load);
            rounds.forEach(round -> steps.add(churn.play(round)));
            new RollingRestart(lab, load).run(List.of("d1"), restarts::add);
            new DrainAndReturn(lab, load).run(List.of("d2"), restarts::add);
            restarts.add(new RollingCommand(lab, load).run(List.of("d3")));
        }

        assertThat(steps).allSatisfy(step -> {
            assertThat(step.counts().broken()).as(step.toString()).isEmpty();
            assertThat(step.outside()).as(step.toString()).isEmpty();
            assertThat(step.counts().answers()).as(step.toString()).isPositive();
            assertThat(step.times().get("settled")).as(step.toString()).isPresent();
            assertThat(step.times().get("back")).as(step.toString()).isPresent();
        });
        assertThat(restarts).hasSize(3).allSatisfy(step -> {
            assertThat(step.counts().broken()).as(step.toString()).isEmpty();
            assertThat(step.counts().failed()).as(step.toString()).isEmpty();
        });
    }
}
