package dev.directrix.director.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.reconcile.Drain.Ended;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Drain.Limits LIMITS = Drain.Limits.STOPPING;

    @Test
    void shouldGiveTheRouterTimeEvenWithoutTraffic() {
        Drain drain = Drain.started(1_000);
        for (long now = 1_100; now < 3_000; now += 100) {
            drain = drain.on(0, 100, now, LIMITS);
            assertThat(drain.over()).as("at %d", now).isFalse();
        }
        assertThat(drain.on(0, 100, 3_000, LIMITS).ended()).isEqualTo(Ended.MOVED);
    }

    @Test
    void shouldWaitForTheFlowsToMove() {
        Drain drain = Drain.started(0);
        for (long now = 100; now <= 4_000; now += 100) {
            drain = drain.on(5_000, 100, now, LIMITS);
        }
        assertThat(drain.over()).isFalse();
        for (long now = 4_100; now <= 5_000; now += 100) {
            drain = drain.on(3, 100, now, LIMITS);
        }
        assertThat(drain.ended()).as("stragglers below a share of the peak count as none").isEqualTo(Ended.MOVED);
    }

    @Test
    void shouldStartTheQuietTimeAgainWhenPacketsReturn() {
        Drain drain = Drain.started(0);
        drain = drain.on(1_000, 100, 2_000, LIMITS).on(0, 900, 2_900, LIMITS).on(500, 100, 3_000, LIMITS)
            .on(0, 900, 3_900, LIMITS);
        assertThat(drain.over()).isFalse();
        assertThat(drain.on(0, 100, 4_000, LIMITS).ended()).isEqualTo(Ended.MOVED);
    }

    @Test
    void shouldEndInBoundedTimeWhateverComes() {
        final Random random = new Random(5);
        for (int n = 0; n < 200; n++) {
            Drain drain = Drain.started(0);
            long now = 0;
            while (!drain.over()) {
                final long step = 50 + random.nextLong(200);
                now += step;
                drain = drain.on(random.nextInt(10_000), step, now, LIMITS);
            }
            assertThat(now).isBetween(2_000L, 10_250L);
        }
        assertThat(Drain.started(0).on(9, 100, 10_000, LIMITS).ended()).isEqualTo(Ended.TIME_OVER);
    }

    @Test
    void shouldStayOver() {
        final Drain over = new Drain(0, 0, 0, Ended.MOVED);
        assertThat(over.on(1_000, 100, 100, LIMITS)).isSameAs(over);
    }
}
