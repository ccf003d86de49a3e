package dev.directrix.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * Mixed churn of many seeds: {@code -Ddirectrix.simulation.seeds}, {@code .first} and {@code .threads} choose them, and
 * how many run at a time. One seed alone leaves a file that tells what happened.
 */
class SimulationTest {
    private static final long SEEDS = Long.getLong("directrix.simulation.seeds", 10_000);
    private static final long FIRST = Long.getLong("directrix.simulation.first", 1);
    private static final int THREADS = Integer.getInteger("directrix.simulation.threads", 2);
    /** Of fewer worlds there need not be something of every kind in each of them. */
    private static final long MANY = 1_000;

    @Test
    void shouldMoveNoEstablishedFlowInWorldsOfMixedChurn() throws InterruptedException, ExecutionException,
            IOException {
        if (SEEDS == 1) {
            final Path file = Path.of("target", "simulation", "seed-" + FIRST + ".txt").toAbsolutePath();
            Files.createDirectories(file.getParent());
            Files.write(file, Simulation.explain(FIRST));
            System.out.println("what happens in the world of seed " + FIRST + ": " + file);
        }
        final ManyWorlds worlds = new ManyWorlds(FIRST, SEEDS, System.out::println);
        final Tally all = worlds.run(THREADS, 10);
        System.out.println(all.summary());

        assertThat(all.violations()).isEmpty();
        assertThat(all.moved()).isZero();
        assertThat(all.unsettled).isZero();
        assertThat(all.connectsFailedLate).isZero();
        assertThat(worlds.wrong()).isZero();
        assertThat(all.worlds).isEqualTo(SEEDS);
        if (SEEDS >= MANY) {
            assertThat(all.packets).isGreaterThanOrEqualTo(1_000 * SEEDS);
            assertThat(all.settlesNormal).isGreaterThan(SEEDS);
            assertThat(List.of(all.settlesDead, all.restarts, all.joins, all.removals, all.pins, all.handedOver,
                    all.crashes, all.pauses, all.partitions, all.outages, all.serverDeaths, all.serverChanges,
                    all.floods, all.held, all.late)).allMatch(count -> count > SEEDS / 20);
        }
    }

    @Test
    void shouldRunTheSameWorldAgainFromTheSameSeed() {
        final Tally once = Simulation.run(77);
        final Tally again = Simulation.run(77);

        assertThat(again.summary()).isEqualTo(once.summary());
        assertThat(again.digest).isEqualTo(once.digest).isNotZero();
    }
}
