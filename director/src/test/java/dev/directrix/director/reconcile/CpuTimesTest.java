package dev.directrix.director.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuTimesTest {

    @Test
    void shouldCountEverythingButIdleAndWaitingAndNoGuestTwice() {
        assertThat(CpuTimes.parse("cpu  100 20 30 1000 50 6 7 8 90 9")).isEqualTo(new CpuTimes(171, 1221));
        assertThat(CpuTimes.parse("cpu 1 2 3 4 5")).as("an old kernel").isEqualTo(new CpuTimes(6, 15));
    }

    @Test
    void shouldSayHowBusyTheyWereInBetween() {
        final CpuTimes before = new CpuTimes(100, 1_000);
        assertThat(new CpuTimes(190, 1_100).busySince(before)).isCloseTo(0.9, within(1e-9));
        assertThat(before.busySince(before)).isZero();
        assertThat(CpuTimes.NONE.busySince(before)).as("not known any more").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cpu", "cpu0 1 2 3 4 5", "cpu 1 2 3 4", "cpu 1 2 3 4 x"})
    void shouldRefuseOtherLines(final String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> CpuTimes.parse(line));
    }
}
