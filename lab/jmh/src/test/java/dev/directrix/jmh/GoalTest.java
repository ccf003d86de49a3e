package dev.directrix.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {

    private static final Goal GOAL = Goal.shown("build", Measured.time("B.ours"), "ms").atMost(1.0)
            .fasterThan(Measured.time("B.textbook"), 1.5);

    @Test
    void shouldBeMetOnlyWhenEveryPartIs() {
        assertThat(GOAL.met(0.9, 1.6)).contains(true);
        assertThat(GOAL.met(1.1, 1.6)).contains(false);
        assertThat(GOAL.met(0.9, 1.4)).contains(false);
        assertThat(GOAL.met(0.9, Double.NaN)).contains(false);
        assertThat(Goal.shown("hash", Measured.time("B.hash"), "ns").met(5, Double.NaN)).isEmpty();
    }

    @Test
    void shouldSayWhatItAsksFor() {
        assertThat(GOAL.text()).isEqualTo("<= 1.0 ms, >= 1.5x");
    }

    @Test
    void shouldTakeTheMiddleOfTheFigures() {
        assertThat(Medians.median(3, 1, 2)).isEqualTo(2);
        assertThat(Medians.median(4, 1, 2, 3)).isEqualTo(2.5);
    }
}
