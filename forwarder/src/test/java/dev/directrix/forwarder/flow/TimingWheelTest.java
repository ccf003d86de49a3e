package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingWheelTest {
    private static final int SLOT = 1 << TimingWheel.SLOT_SHIFT;
    private static final int ITEMS = 100;

    private final TimingWheel wheel =
            new TimingWheel(Arena.ofAuto().allocate(TimingWheel.bytes(ITEMS), 64), 0, ITEMS);

    @Test
    void shouldGiveAnItemOnceItsSlotIsOverAndNotBefore() {
        wheel.start(0);
        wheel.schedule(7, 10 * SLOT);
        assertThat(wheel.poll(10 * SLOT + SLOT - 1)).isEqualTo(TimingWheel.NONE);
        assertThat(wheel.isBehind(10 * SLOT + SLOT)).isTrue();
        assertThat(wheel.poll(11 * SLOT)).isEqualTo(7);
        assertThat(wheel.poll(11 * SLOT)).isEqualTo(TimingWheel.NONE);
        assertThat(wheel.isBehind(11 * SLOT)).isFalse();
    }

    @Test
    void shouldKeepTheEarlierOfTwoTimes() {
        wheel.start(0);
        wheel.schedule(1, 5 * SLOT);
        wheel.schedule(1, 50 * SLOT);
        wheel.schedule(2, 50 * SLOT);
        wheel.schedule(2, 5 * SLOT);
        assertThat(new int[] {wheel.poll(6 * SLOT), wheel.poll(6 * SLOT)}).containsExactlyInAnyOrder(1, 2);
        assertThat(wheel.poll(1000 * SLOT)).isEqualTo(TimingWheel.NONE);
    }

    @Test
    void shouldForgetWhatIsCancelled() {
        wheel.start(0);
        wheel.schedule(1, SLOT);
        wheel.schedule(2, SLOT);
        wheel.schedule(3, SLOT);
        wheel.cancel(2);
        wheel.cancel(2);
        wheel.cancel(99);
        assertThat(new int[] {wheel.poll(2 * SLOT), wheel.poll(2 * SLOT)}).containsExactlyInAnyOrder(1, 3);
        assertThat(wheel.poll(2 * SLOT)).isEqualTo(TimingWheel.NONE);
    }

    @Test
    void shouldHaveWhatIsBeyondItsHorizonLookedAtThere() {
        wheel.start(0);
        wheel.schedule(1, Integer.MAX_VALUE / 2);
        assertThat(wheel.poll(4095 * SLOT)).isEqualTo(TimingWheel.NONE);
        assertThat(wheel.poll(4096 * SLOT)).isEqualTo(1);
    }

    /** The owner's part: an item whose time has not come is scheduled again. */
    @ParameterizedTest
    @ValueSource(ints = {0, -3_000_000, Integer.MAX_VALUE - 2_000_000, Integer.MIN_VALUE})
    void shouldGiveEachItemAtItsTimeOverALongHistory(final int start) {
        final Random random = new Random(start);
        final int[] deadlines = new int[ITEMS];
        final boolean[] waits = new boolean[ITEMS];
        wheel.start(start);
        int now = start;
        int given = 0;
        for (int step = 0; step < 200_000; step++) {
            now += random.nextInt(60) == 0 ? random.nextInt(700 * SLOT) : random.nextInt(40);
            for (int item = wheel.poll(now); item != TimingWheel.NONE; item = wheel.poll(now)) {
                if (now - deadlines[item] < 0) {
                    wheel.schedule(item, deadlines[item]);
                } else {
                    assertThat(waits[item]).isTrue();
                    waits[item] = false;
                    given++;
                }
            }
            final int item = random.nextInt(ITEMS);
            if (!waits[item] || random.nextBoolean()) {
                final int deadline = now + 1 + random.nextInt(random.nextBoolean() ? 100 : 1_000_000);
                deadlines[item] = waits[item] && deadlines[item] - deadline < 0 ? deadlines[item] : deadline;
                waits[item] = true;
                wheel.schedule(item, deadlines[item]);
            }
            int late = 0;
            for (int each = 0; each < ITEMS; each++) {
                late += waits[each] && now - deadlines[each] >= SLOT ? 1 : 0;
            }
            assertThat(late).as("late items at step %d", step).isZero();
        }
        assertThat(given).isGreaterThan(1000);
    }
}
