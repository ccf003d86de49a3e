package dev.directrix.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateTableTest {

    private static final long SECOND_NS = 1_000_000_000;

    private final RateTable table = new RateTable();

    @Test
    void shouldTakeTheMedianOfOddAndEvenRuns() {
        table.add("a", new Measurement(3_000_000, 3_000_000, SECOND_NS));
        table.add("a", new Measurement(9_000_000, 9_000_000, SECOND_NS));
        assertThat(table.medianMpps("a")).isCloseTo(6, within(1e-9));
        table.add("a", new Measurement(1_000_000, 1_000_000, SECOND_NS));
        assertThat(table.medianMpps("a")).isCloseTo(3, within(1e-9));
    }

    @Test
    void shouldCompareRoundByRound() {
        for (final int slowdown : new int[] {1, 3, 1}) {
            table.add("stock", new Measurement(2_000_000, 2_000_000, SECOND_NS * slowdown));
            table.add("ours", new Measurement(1_000_000, 1_000_000, SECOND_NS * slowdown));
        }
        table.add("stock", new Measurement(8_000_000, 8_000_000, SECOND_NS));
        assertThat(table.ratio("ours", "stock")).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void shouldCompareOneWithEveryOther() {
        table.add("stock", new Measurement(2_000_000, 2_000_000, SECOND_NS));
        table.add("ours", new Measurement(2_000_000, 1_500_000, SECOND_NS));
        assertThat(table.ratio("ours", "stock")).isCloseTo(0.75, within(1e-9));
        assertThat(table.show("ours").lines().toList()).hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("stock", "2.000", "500", "0.75 of it"))
                .anySatisfy(line -> assertThat(line).contains("ours", "1.500", "667", "25.00%")
                        .doesNotContain("of it"));
    }
}
