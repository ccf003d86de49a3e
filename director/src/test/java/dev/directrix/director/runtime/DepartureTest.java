package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.runtime.Departure.Step;
import org.junit.jupiter.api.Test;

class DepartureTest {

    @Test
    void shouldDrainThenWithdrawThenWaitThenEnd() {
        Departure departure = Departure.NONE.told(0);
        assertThat(departure.step()).isEqualTo(Step.DRAINING);
        assertThat(departure.on(false, true, 9_000)).isEqualTo(departure);
        departure = departure.on(true, true, 3_000);
        assertThat(departure.step()).isEqualTo(Step.LINGERING);
        assertThat(departure.on(true, false, 3_999).step()).isEqualTo(Step.LINGERING);
        assertThat(departure.on(true, false, 4_000).step()).isEqualTo(Step.OVER);
    }

    @Test
    void shouldHurryWhenToldTwice() {
        final Departure hasty = Departure.NONE.told(0).told(500);
        final Departure lingering = hasty.on(false, true, 500);
        assertThat(lingering.step()).isEqualTo(Step.LINGERING);
        assertThat(lingering.on(false, false, 700).step()).isEqualTo(Step.OVER);
        assertThat(Departure.NONE.told(0).on(true, true, 2_000).told(2_100).on(true, false, 2_200).step())
            .isEqualTo(Step.OVER);
    }

    @Test
    void shouldNotLingerWhenNoRouteWasOut() {
        assertThat(Departure.NONE.told(0).on(true, false, 0).step()).isEqualTo(Step.OVER);
    }

    @Test
    void shouldStayUnlessTold() {
        assertThat(Departure.NONE.on(true, true, 99)).isEqualTo(Departure.NONE);
    }
}
