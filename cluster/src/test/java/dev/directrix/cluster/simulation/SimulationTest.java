package dev.directrix.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Mixed churn of many seeds: {@code -Ddirectrix.simulation.seeds} and {@code .first} choose them. */
class SimulationTest {
    private static final long SEEDS = Long.getLong("directrix.simulation.seeds", 1_000);
    private static final long FIRST = Long.getLong("directrix.simulation.first", 1);
    private static final int THREADS = 2;

    @Test
    void shouldMoveNoEstablishedFlowInWorldsOfMixedChurn() throws InterruptedException, ExecutionException {
        final Tally all = new Tally();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            final List<Future<Tally>> parts = new ArrayList<>();
            final long part = Math.max(1, SEEDS / 50);
            for (long done = 0; done < SEEDS; done += part) {
                final long first = FIRST + done;
                final long count = Math.min(part, SEEDS - done);
                parts.add(threads.submit(() -> Simulation.run(first, count)));
            }
            for (final Future<Tally> done : parts) {
                all.add(done.get());
            }
        }
        System.out.println(all.summary());

        assertThat(all.violations()).isEmpty();
        assertThat(all.moved()).isZero();
        assertThat(all.unsettled).isZero();
        assertThat(all.connectsFailedLate).isZero();
        assertThat(all.packets).isGreaterThanOrEqualTo(1_000 * SEEDS);
        assertThat(all.settlesNormal).isGreaterThan(SEEDS);
        assertThat(List.of(all.settlesDead, all.restarts, all.joins, all.removals, all.pins, all.handedOver))
                .allMatch(count -> count > SEEDS / 20);
        assertThat(List.of(all.crashes, all.pauses, all.partitions, all.outages, all.serverDeaths, all.serverChanges,
                all.floods, all.held, all.late)).allMatch(count -> count > SEEDS / 20);
    }

    @Test
    void shouldRunTheSameWorldAgainFromTheSameSeed() {
        final Tally once = Simulation.run(77);
        final Tally again = Simulation.run(77);

        assertThat(again.summary()).isEqualTo(once.summary());
        assertThat(again.digest).isEqualTo(once.digest).isNotZero();
    }
}
