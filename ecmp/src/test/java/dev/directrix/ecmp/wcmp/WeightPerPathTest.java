package dev.directrix.ecmp.wcmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightPerPathTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "99, 1", "199, 1", "200, 2", "400, 4", "65535, 655"})
    void shouldCountWholePathsAndOneAtLeast(final int weight, final int paths) {
        assertThat(new WeightPerPath(100).paths(weight)).isEqualTo(paths);
    }

    /** Weights, bound, paths in all and of one: the weight of a path, and the paths. */
    @ParameterizedTest
    @CsvSource({
        "100 200 400, 1.0, 64, 64, 100, 1 2 4",
        "100 99 98, 1.05, 64, 64, 100, 1 1 1",
        "300 300 100, 1.05, 64, 64, 100, 3 3 1",
        "70 20 10 5, 1.05, 64, 64, 5, 14 4 2 1",
        // Five paths are all that the router takes; then a director has three addresses.
        "100 200 400, 1.05, 5, 64, 133, 1 1 3",
        "100 200 400, 1.05, 64, 3, 133, 1 1 3",
        "100, 1.05, 64, 64, 100, 1"})
    void shouldFindTheValueForTheWeights(
        final String weights, final double bound, final int paths, final int ofOne, final int expected,
        final String counts) {
        final WeightPerPath found = WeightPerPath.within(numbers(weights), bound, paths, ofOne);

        assertThat(found).isEqualTo(new WeightPerPath(expected));
        assertThat(found.reduction(numbers(weights)).weights()).isEqualTo(numbers(counts));
    }

    @Test
    void shouldNeverBeBetterThanTheReductionAndKeepToItsLimits() {
        final Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            final List<Integer> weights =
                random.ints(1 + random.nextInt(6), 1, 1_000).boxed().toList();
            final int paths = weights.size() + random.nextInt(60);
            final Reduction found = WeightPerPath.within(weights, 1.05, paths, 64).reduction(weights);
            final Reduction exact = WeightReduction.within(weights, 1.05, paths);

            assertThat(found.entries()).as("of %s in %d", weights, paths).isLessThanOrEqualTo(paths);
            assertThat(found.weights()).allSatisfy(it -> assertThat(it).isBetween(1, 64));
            if (found.oversubscription() <= 1.05) {
                assertThat(found.entries()).as("of %s", weights).isGreaterThanOrEqualTo(exact.entries());
            } else {
                assertThat(found.oversubscription()).as("of %s in %d", weights, paths)
                    .isGreaterThanOrEqualTo(exact.oversubscription() - 1e-9);
            }
        }
    }

    @Test
    void shouldSayHowFarSharesAreFromTheWeights() {
        // 1 of 5 paths for a weight of 1 in 7.
        assertThat(new WeightPerPath(133).reduction(List.of(100, 200, 400)).oversubscription())
            .isCloseTo(7 / 5.0, within(1e-9));
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> new WeightPerPath(0)).hasMessage("weight 0 of a path is not within 1..65535");
        assertThatThrownBy(() -> WeightPerPath.within(List.of(), 1, 8, 8)).hasMessage("no weights");
        assertThatThrownBy(() -> WeightPerPath.within(List.of(1, 1), 1, 1, 8))
            .hasMessage("1 paths are too few for 2 directors");
    }

    private static List<Integer> numbers(final String text) {
        return Stream.of(text.split(" ")).map(Integer::valueOf).toList();
    }
}
