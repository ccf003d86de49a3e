package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.directrix.ecmp.forecast.Forecast;
import dev.directrix.ecmp.forecast.RouterKind;
import dev.directrix.ecmp.hash.GroupEntry;
import dev.directrix.ecmp.hash.ResilientGroup;
import dev.directrix.ecmp.hash.ResilientGroup.Busy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a change moves, as forecast and as the kernel's own groups do it: 12,000 flows before and after each of ten
 * changes. A change is written as the weights of d1, d2, ... before and after; 0 is not in the group.
 */
@Tag("lab")
@RequiresRoot
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForecastIT {
    private static final int FLOWS = 12_000;
    private static final int BUCKETS = 128;
    private static final double TWO_POINTS = 0.02;

    private KernelGroups kernel;

    @BeforeAll
    void openNamespace() {
        kernel = new KernelGroups("dxforecast-" + ProcessHandle.current().pid(), FLOWS, 6);
    }

    @AfterAll
    void closeNamespace() {
        kernel.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1:1:1, 0:1:1", "1:1:1, 1:0:1", "1:1:1, 1:1:0", "1:1:1, 1:1:1:1", "1:1:1, 1:2:4", "1:2:4, 3:3:1",
        "3:3:1, 100:1:50", "100:1:50, 1:0:1", "1:1:1:1:1, 1:0:1:0:1", "100:100:100, 110:100:100"})
    void shouldForecastWithinTwoPointsWhatTheKernelMoves(String before, String after, TestReporter reporter) {
        StringBuilder report = new StringBuilder();
        measure(before, after, "", new RouterKind.HashThreshold(), report);
        measure(before, after, "type resilient buckets " + BUCKETS + " idle_timer 120",
            new RouterKind.Resilient(BUCKETS, Busy.ALL), report);
        measure(before, after, "type resilient buckets " + BUCKETS + " idle_timer 0",
            new RouterKind.Resilient(BUCKETS, Busy.NONE), report);
        reporter.publishEntry(before + " to " + after, report.toString());
    }

    private void measure(String before, String after, String type, RouterKind kind, StringBuilder report) {
        Forecast forecast = Forecast.of(kind, entries(before), entries(after));
        kernel.add(entries(before), type);
        try {
            List<String> first = kernel.nextHops();
            kernel.replace(entries(after), type);
            if (kind instanceof RouterKind.Resilient resilient) {
                assertThat(kernel.buckets()).as("the buckets that the kernel gave away").isEqualTo(ResilientGroup
                    .of(entries(before), BUCKETS).changedTo(entries(after), resilient.busy()).buckets());
            }
            List<String> then = kernel.nextHops();
            assertThat(first).hasSize(FLOWS).hasSameSizeAs(then);
            List<String> staying = entries(after).stream().map(GroupEntry::nextHop).toList();
            long stayed = first.stream().filter(staying::contains).count();
            long moved = IntStream.range(0, FLOWS).filter(i -> !first.get(i).equals(then.get(i))).count();
            double ofAll = moved / (double) FLOWS;
            double ofStaying = (moved - (FLOWS - stayed)) / (double) stayed;
            report.append(String.format(Locale.ROOT, "%s: moved %.1f %%, forecast %.1f; of those that could stay %.1f,"
                + " forecast %.1f%n", kind, 100 * ofAll, 100 * forecast.moved(), 100 * ofStaying,
                100 * forecast.movedOfStaying()));
            assertThat(ofAll).as("moved by %s, %s", kind, report).isCloseTo(forecast.moved(), within(TWO_POINTS));
            assertThat(ofStaying).as("moved of those that could stay by %s", kind)
                .isCloseTo(forecast.movedOfStaying(), within(TWO_POINTS));
            for (Forecast.Share share : forecast.shares()) {
                assertThat(share(first, share.director())).isCloseTo(share.before(), within(TWO_POINTS));
                assertThat(share(then, share.director())).isCloseTo(share.after(), within(TWO_POINTS));
            }
        } finally {
            kernel.remove();
        }
    }

    private static double share(List<String> nextHops, String nextHop) {
        return nextHops.stream().filter(nextHop::equals).count() / (double) FLOWS;
    }

    private static List<GroupEntry> entries(String weights) {
        List<GroupEntry> entries = new ArrayList<>();
        String[] parts = weights.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            int weight = Integer.parseInt(parts[i]);
            if (weight > 0) {
                entries.add(new GroupEntry("d" + (i + 1), weight));
            }
        }
        return entries;
    }
}
