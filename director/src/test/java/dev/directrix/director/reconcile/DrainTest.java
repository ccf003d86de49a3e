package dev.directrix.director.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.control.DrainRequest;
import dev.directrix.director.control.DrainStage;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrainTest {

    private static final Drain.Limits LIMITS = Drain.Limits.STOPPING;
    private static final Drain.Limits COMMANDED = Drain.Limits.of(DrainRequest.of(Duration.ofSeconds(10)));

    @Test
    void shouldGiveTheRouterTimeEvenWithoutTraffic() {
        Drain drain = Drain.started(1_000, LIMITS);
        for (long now = 1_100; now < 3_000; now += 100) {
            drain = drain.on(0, 100, now, true);
            assertThat(drain.over()).as("at %d", now).isFalse();
        }
        assertThat(drain.on(0, 100, 3_000, true).stage()).isEqualTo(DrainStage.MOVED);
    }

    @Test
    void shouldWaitForTheFlowsToMove() {
        Drain drain = Drain.started(0, LIMITS);
        for (long now = 100; now <= 4_000; now += 100) {
            drain = drain.on(5_000, 100, now, true);
        }
        assertThat(drain.over()).isFalse();
        for (long now = 4_100; now <= 5_000; now += 100) {
            drain = drain.on(3, 100, now, true);
        }
        assertThat(drain.stage()).as("stragglers below a share of the peak count as none").isEqualTo(DrainStage.MOVED);
        assertThat(drain.peakPps()).isEqualTo(5_000);
        assertThat(drain.pps()).isEqualTo(3);
    }

    @Test
    void shouldStartTheQuietTimeAgainWhenPacketsReturn() {
        Drain drain = Drain.started(0, LIMITS);
        drain = drain.on(1_000, 100, 2_000, true).on(0, 900, 2_900, true).on(500, 100, 3_000, true)
            .on(0, 900, 3_900, true);
        assertThat(drain.over()).isFalse();
        assertThat(drain.on(0, 100, 4_000, true).stage()).isEqualTo(DrainStage.MOVED);
    }

    @Test
    void shouldEndInBoundedTimeWhateverComesIfOthersTakeItOrForceIsUsed() {
        final Random random = new Random(5);
        for (int n = 0; n < 200; n++) {
            final boolean taken = random.nextBoolean();
            Drain drain = Drain.started(0, taken ? COMMANDED : LIMITS);
            long now = 0;
            while (!drain.over()) {
                final long step = 50 + random.nextLong(200);
                now += step;
                drain = drain.on(random.nextInt(10_000), step, now, taken);
            }
            assertThat(now).isBetween(2_000L, 10_250L);
        }
        assertThat(Drain.started(0, LIMITS).on(9, 100, 10_000, false).stage()).isEqualTo(DrainStage.WITHDRAWN);
    }

    @Test
    void shouldHoldWhatNobodyElseTakesUntilItEndsOrSomebodyTakesIt() {
        final Drain held = Drain.started(0, COMMANDED).on(100, 100, 9_999, false).on(100, 100, 10_000, false);
        assertThat(held.stage()).isEqualTo(DrainStage.HELD);
        assertThat(held.over()).isFalse();
        assertThat(held.on(100, 100, 3_600_000, false).stage()).isEqualTo(DrainStage.HELD);
        assertThat(held.on(100, 100, 10_100, true).stage()).isEqualTo(DrainStage.WITHDRAWN);
        assertThat(held.on(0, 500, 10_500, false).on(0, 500, 11_000, false).stage()).isEqualTo(DrainStage.MOVED);
    }

    @Test
    void shouldHaveUntilTheNewBoundWhenCommandedAgain() {
        final Drain held = Drain.started(0, COMMANDED).on(100, 100, 10_000, false);
        final Drain again = held.again(20_000, Drain.Limits.of(new DrainRequest(Duration.ofSeconds(2), true,
            Optional.empty())));
        assertThat(again.stage()).isEqualTo(DrainStage.DRAINING);
        assertThat(again.peakPps()).isEqualTo(100);
        assertThat(again.on(100, 100, 21_900, false).stage()).isEqualTo(DrainStage.DRAINING);
        assertThat(again.on(100, 100, 22_000, false).stage()).isEqualTo(DrainStage.WITHDRAWN);
    }

    @Test
    void shouldStayTheLastResortUntilSomebodyDecides() {
        final Drain doubtful = Drain.doubtful(0);
        assertThat(doubtful.over()).isFalse();
        assertThat(doubtful.on(0, 100_000, 100_000, true).stage()).isEqualTo(DrainStage.LAST_RESORT);
        assertThat(doubtful.on(90, 100, 200_000, false).pps()).isEqualTo(90);
        assertThat(doubtful.again(5_000, COMMANDED).stage()).isEqualTo(DrainStage.DRAINING);
    }

    @Test
    void shouldStayOver() {
        final Drain over = Drain.done(0, LIMITS);
        assertThat(over.on(1_000, 100, 100, false)).isSameAs(over);
        assertThat(over.again(5_000, COMMANDED)).isSameAs(over);
    }
}
