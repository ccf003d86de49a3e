package dev.directrix.lab.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RouteTableTest {

    @Test
    void shouldCompareTheRunsOfEachRoundAndShowMedians() {
        final RouteTable table = new RouteTable();
        for (final double factor : new double[] {1, 3, 2}) {
            table.add("Directrix", run(factor));
            table.add("Other", run(6 * factor));
        }
        assertThat(table.median("Other", RouteRun::announceSeconds)).isCloseTo(12, within(1e-9));
        assertThat(table.speedup("Directrix", "Other", RouteRun::announceSeconds)).isCloseTo(6, within(1e-9));
        assertThat(table.show("Directrix").lines().toList()).hasSize(3)
            .satisfies(lines -> assertThat(lines.get(1)).contains("2.00 s", "1.00..3.00").doesNotContain(" x "))
            .satisfies(lines -> assertThat(lines.get(2)).contains("12.00 s", "6.0 x (total 4.3 x)"));
    }

    private static RouteRun run(final double announceSeconds) {
        return new RouteRun(1, announceSeconds, new ProcessUse(2, 50, 60), 0.5);
    }
}
