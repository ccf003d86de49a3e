package dev.directrix.director.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.directrix.ecmp.Announcement;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RampTest {

    private static final long START = 1_700_000_000_000L;
    private static final Ramp UP = new Ramp(10, 100, START, 600_000, 5);

    @Test
    void shouldClimbEvenlyAndArriveWhenTheTimeIsOver() {
        assertThat(UP.steps()).isEqualTo(18);
        assertThat(UP.weightAt(START)).isEqualTo(10);
        assertThat(UP.next(START)).hasValue(new Ramp.Change(15, START + 33_334));
        assertThat(UP.weightAt(START + 33_333)).isEqualTo(10);
        assertThat(UP.weightAt(START + 33_334)).isEqualTo(15);
        assertThat(UP.weightAt(START + 300_000)).isEqualTo(55);
        assertThat(UP.weightAt(START + 599_999)).isEqualTo(95);
        assertThat(UP.weightAt(START + 600_000)).isEqualTo(100);
        assertThat(UP.over(START + 599_999)).isFalse();
        assertThat(UP.over(START + 600_000)).isTrue();
        assertThat(UP.next(START + 600_000)).isEmpty();
    }

    @Test
    void shouldStandWhereItWouldBeAfterAnAbsenceAndBeforeItBegan() {
        assertThat(UP.weightAt(START + Duration.ofDays(30).toMillis())).isEqualTo(100);
        assertThat(UP.weightAt(START - 5_000)).as("a clock that was set back").isEqualTo(10);
        assertThat(UP.next(START - 5_000)).hasValue(new Ramp.Change(15, START + 33_334));
    }

    @Test
    void shouldTakeASmallerLastStep() {
        final Ramp down = new Ramp(100, 1, START, 10_000, 40);
        assertThat(down.steps()).isEqualTo(3);
        assertThat(down.weightAt(START + 4_000)).isEqualTo(60);
        assertThat(down.weightAt(START + 7_000)).isEqualTo(20);
        assertThat(down.weightAt(START + 10_000)).isEqualTo(1);
    }

    @Test
    void shouldBeOverAtOnceWithoutAWay() {
        final Ramp none = new Ramp(5, 5, START, 1_000, 1);
        assertThat(none.over(START)).isTrue();
        assertThat(none.weightAt(START)).isEqualTo(5);
        assertThat(none.next(START)).isEmpty();
    }

    @Test
    void shouldNeverTurnBackNorSkipAStepNorMissItsOwnForecast() {
        final SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 300; round++) {
            final Ramp ramp = new Ramp(random.nextInt(1, 65_536), random.nextInt(1, 65_536), START,
                random.nextLong(1_000, Duration.ofDays(7).toMillis()), random.nextInt(1, 65_536));
            long now = START;
            int weight = ramp.weightAt(now);
            int changes = 0;
            for (var next = ramp.next(now); next.isPresent() && changes < 500; next = ramp.next(now)) {
                assertThat(ramp.weightAt(next.get().atMs() - 1)).as("%s", ramp).isEqualTo(weight);
                now = next.get().atMs();
                assertThat(ramp.weightAt(now)).as("%s", ramp).isEqualTo(next.get().weight());
                assertThat(Math.abs(next.get().weight() - weight)).isBetween(1, ramp.step());
                assertThat(Integer.signum(next.get().weight() - weight))
                    .isEqualTo(Integer.signum(ramp.to() - ramp.from()));
                weight = next.get().weight();
                changes++;
            }
            assertThat(ramp.weightAt(ramp.endMs())).isEqualTo(ramp.to());
        }
    }

    @Test
    void shouldRefuseWhatIsNoRamp() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(0, 5, START, 1_000, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(5, Announcement.MAX_WEIGHT + 1, START, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(5, 6, START, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(5, 6, START, 1_000, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ramp(5, 6, -1, 1_000, 1));
    }
}
