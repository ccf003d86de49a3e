package dev.directrix.ecmp.wcmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightReductionTest {

    @ParameterizedTest(name = "{0} within {1}: {2}")
    @CsvSource({
        "100 200 400, 1,    1 2 4",
        "100 1 50,    1,    100 1 50",
        "100 1 50,    1.05, 95 1 48",
        "100 1 50,    1.5,  67 1 33",
        "1 1 1,       1,    1 1 1",
        "33 33 34,    1.05, 1 1 1",
        "10 20 50,    1.05, 1 2 5",
        "7,           1,    1",
        "3 5,         1.1,  1 2",
        "3 5,         1.05, 3 5"})
    void shouldFindTheFewestEntriesWithinTheBound(final String weights, final double bound, final String expected) {
        final Reduction reduction = WeightReduction.withinOversubscription(list(weights), bound);
        assertThat(reduction.oversubscription()).isLessThanOrEqualTo(bound + 1e-9);
        assertThat(reduction.entries()).isEqualTo(list(expected).stream().mapToInt(w -> w).sum());
        assertThat(oversubscription(list(weights), reduction.weights()))
            .isCloseTo(reduction.oversubscription(), within(1e-9))
            .isLessThanOrEqualTo(oversubscription(list(weights), list(expected)) + 1e-9);
    }

    @Test
    void shouldStayWithinTheBoundForAThousandSetsAndNeverNeedMoreThanExhaustiveSearch() {
        final Random random = new Random(20_140_413);
        int searched = 0;
        for (int round = 0; round < 1000; round++) {
            final boolean small = round % 2 == 0;
            final List<Integer> weights = random.ints(1 + random.nextInt(small ? 4 : 60), 1,
                2 + random.nextInt(small ? 12 : 5000)).boxed().toList();
            final double bound = List.of(1.0, 1.01, 1.05, 1.1, 1.3, 2.0).get(random.nextInt(6));
            final Reduction reduction = WeightReduction.withinOversubscription(weights, bound);
            assertThat(isWithin(weights, reduction.weights(), bound)).as("%s within %s", weights, bound).isTrue();
            assertThat(reduction.weights()).hasSameSizeAs(weights).allMatch(weight -> weight >= 1);
            if (small) {
                searched++;
                assertThat(reduction.entries()).as("%s within %s", weights, bound)
                    .isEqualTo(fewestBySearch(weights, bound));
            } else {
                assertThat(reduction.entries()).isEqualTo(fewestByCaps(weights, bound));
            }
        }
        assertThat(searched).isEqualTo(500);
    }

    @Test
    void shouldBeAsFairAsExhaustiveSearchWithinEntries() {
        final Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            final List<Integer> weights = random.ints(1 + random.nextInt(4), 1, 40).boxed().toList();
            final int maxEntries = weights.size() + random.nextInt(14);
            final Reduction reduction = WeightReduction.withinEntries(weights, maxEntries);
            assertThat(reduction.entries()).isLessThanOrEqualTo(maxEntries);
            double least = Double.MAX_VALUE;
            for (int total = weights.size(); total <= maxEntries; total++) {
                for (final List<Integer> candidate : compositions(weights.size(), total)) {
                    least = Math.min(least, oversubscription(weights, candidate));
                }
            }
            assertThat(reduction.oversubscription()).as("%s within %d entries", weights, maxEntries)
                .isCloseTo(least, within(1e-9));
        }
    }

    @Test
    void shouldTakeTheFairestWhereTheBoundNeedsMoreEntriesThanThereAre() {
        final Reduction free = WeightReduction.within(list("100 1 50"), 1.05, 1000);
        assertThat(free.entries()).isEqualTo(144);
        final Reduction tight = WeightReduction.within(list("100 1 50"), 1.05, 64);
        assertThat(tight.entries()).isLessThanOrEqualTo(64);
        assertThat(tight).isEqualTo(WeightReduction.withinEntries(list("100 1 50"), 64));
        assertThat(tight.oversubscription()).isGreaterThan(1.05);
    }

    @Test
    void shouldBeExactWhereTheEntriesSuffice() {
        assertThat(WeightReduction.withinEntries(list("10 20 40"), 64))
            .isEqualTo(new Reduction(List.of(1, 2, 4), 1));
    }

    @Test
    void shouldTakeMillisecondsForHundredsOfWeights() {
        final Random random = new Random(3);
        final List<List<Integer>> sets = IntStream.range(0, 200)
            .mapToObj(i -> random.ints(300, 1, 65_536).boxed().toList()).toList();
        sets.forEach(weights -> WeightReduction.withinOversubscription(weights, 1.05));
        final long start = System.nanoTime();
        long entries = 0;
        for (final List<Integer> weights : sets) {
            entries += WeightReduction.within(weights, 1.05, 16_384).entries();
            entries += WeightReduction.withinOversubscription(weights, 1.05).entries();
        }
        final Duration each = Duration.ofNanos(System.nanoTime() - start).dividedBy(2L * sets.size());
        System.out.println("a reduction of 300 weights takes " + each.toNanos() / 1000 + " us");
        assertThat(entries).isPositive();
        assertThat(each).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void shouldRefuseWhatHasNoAnswer() {
        assertThatThrownBy(() -> WeightReduction.withinOversubscription(List.of(), 1.05))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WeightReduction.withinOversubscription(list("1 0"), 1.05)).hasMessageContaining("0");
        assertThatThrownBy(() -> WeightReduction.withinOversubscription(list("1 2"), 0.99))
            .hasMessageContaining("0.99");
        assertThatThrownBy(() -> WeightReduction.withinOversubscription(list("1 2"), Double.NaN))
            .hasMessageContaining("NaN");
        assertThatThrownBy(() -> WeightReduction.withinEntries(list("1 2 3"), 2)).hasMessageContaining("too few");
        assertThatThrownBy(() -> WeightReduction.withinEntries(
            List.of(Integer.MAX_VALUE, Integer.MAX_VALUE), 2)).hasMessageContaining("sum");
    }

    /** From the definition: the first total for which the members' upper limits leave room, in whole numbers. */
    private static long fewestByCaps(final List<Integer> weights, final double bound) {
        final long sum = weights.stream().mapToLong(Integer::longValue).sum();
        final long millionths = Math.round(bound * 1_000_000);
        for (long total = weights.size();; total++) {
            long room = 0;
            for (final long weight : weights) {
                final long cap = Math.multiplyExact(millionths * weight, total) / (1_000_000 * sum);
                if (cap < 1) {
                    room = 0;
                    break;
                }
                room += cap;
            }
            if (room >= total) {
                return total;
            }
        }
    }

    private static int fewestBySearch(final List<Integer> weights, final double bound) {
        for (int total = weights.size();; total++) {
            for (final List<Integer> candidate : compositions(weights.size(), total)) {
                if (isWithin(weights, candidate, bound)) {
                    return total;
                }
            }
        }
    }

    /** All ways to write a total as so many numbers of 1 or more, in order. */
    private static List<List<Integer>> compositions(final int members, final int total) {
        if (members == 1) {
            return List.of(List.of(total));
        }
        final List<List<Integer>> all = new ArrayList<>();
        for (int first = 1; first <= total - members + 1; first++) {
            for (final List<Integer> rest : compositions(members - 1, total - first)) {
                final List<Integer> composition = new ArrayList<>(rest);
                composition.addFirst(first);
                all.add(composition);
            }
        }
        return all;
    }

    private static boolean isWithin(final List<Integer> weights, final List<Integer> reduced, final double bound) {
        final long sum = weights.stream().mapToLong(Integer::longValue).sum();
        final long total = reduced.stream().mapToLong(Integer::longValue).sum();
        final BigInteger millionths = BigInteger.valueOf(Math.round(bound * 1_000_000));
        return IntStream.range(0, weights.size()).allMatch(i ->
            BigInteger.valueOf(reduced.get(i) * sum).multiply(BigInteger.valueOf(1_000_000))
                .compareTo(BigInteger.valueOf(weights.get(i) * total).multiply(millionths)) <= 0);
    }

    private static double oversubscription(final List<Integer> weights, final List<Integer> reduced) {
        final double sum = weights.stream().mapToLong(Integer::longValue).sum();
        final double total = reduced.stream().mapToLong(Integer::longValue).sum();
        return IntStream.range(0, weights.size())
            .mapToDouble(i -> reduced.get(i) / total / (weights.get(i) / sum)).max().orElseThrow();
    }

    private static List<Integer> list(final String weights) {
        return List.of(weights.split(" ", -1)).stream().map(Integer::valueOf).toList();
    }
}
