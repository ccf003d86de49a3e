package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpreadPolicyTest {

    private static final WeightPolicy POLICY = new SpreadPolicy();

    @Test
    void shouldTakeTurnsByWeightInTableOrder() {
        assertThat(turns(POLICY.turns(new int[] {1, 0, 2}, 17), 9, 4)).containsExactly(0, 2, 2, 0, 2, 2, 0, 2, 2);
        assertThat(turns(POLICY.turns(new int[] {7, 7, 0, 7}, 17), 7, 2)).containsExactly(0, 1, 3, 0, 1, 3, 0);
    }

    @Test
    void shouldHaveNoTurnsWithoutAWeight() {
        assertThat(POLICY.turns(new int[] {0, 0}, 17).next(new int[4], 4)).isZero();
        assertThat(POLICY.turns(new int[0], 17).next(new int[4], 4)).isZero();
    }

    @Test
    void shouldFollowTheDefinitionWhicheverWayTurnsAreFound() {
        Cases.forAll(200, random -> {
            final int most = 1 << random.nextInt(1, 20);
            final int[] weights = random.ints(1 + random.nextInt(60), 1, most + 1).toArray();
            final int[] live = new int[weights.length];
            Arrays.setAll(live, i -> i);
            final int largest = Arrays.stream(weights).max().orElseThrow();
            final int quantum = TurnOrder.powerOfTwoAtLeast(largest);
            final int[] expected = TurnOrder.of(weights, quantum, 500);
            assertThat(turns(new SpreadPolicy.Sweep(live, weights, quantum), 500, 7)).isEqualTo(expected);
            assertThat(turns(new SpreadPolicy.NextRounds(live, weights, quantum), 500, 7)).isEqualTo(expected);
            assertThat(turns(POLICY.turns(weights, 65_537), 500, 64)).isEqualTo(expected);
        });
    }

    private static int[] turns(final WeightPolicy.Turns turns, final int count, final int atOnce) {
        final int[] all = new int[count];
        final int[] some = new int[atOnce];
        int known = 0;
        while (known < count) {
            final int written = turns.next(some, Math.min(atOnce, count - known));
            assertThat(written).isPositive();
            System.arraycopy(some, 0, all, known, written);
            known += written;
        }
        return all;
    }

    /** The documented rule, one turn after the other: round of turn k is ceil((k - 1/2) q / w). */
    private static final class TurnOrder {

        static int powerOfTwoAtLeast(final int value) {
            int power = 1;
            while (power < value) {
                power *= 2;
            }
            return power;
        }

        static int[] of(final int[] weights, final long quantum, final int count) {
            final int[] order = new int[count];
            final long[] taken = new long[weights.length];
            for (int turn = 0; turn < count; turn++) {
                int best = 0;
                for (int i = 1; i < weights.length; i++) {
                    best = round(taken[i], quantum, weights[i]) < round(taken[best], quantum, weights[best]) ? i : best;
                }
                order[turn] = best;
                taken[best]++;
            }
            return order;
        }

        private static long round(final long taken, final long quantum, final int weight) {
            return Math.ceilDiv((2 * taken + 1) * quantum, 2L * weight);
        }
    }
}
