package dev.directrix.lab.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What each sender did over all rounds, and how the product compares. Not thread-safe. */
final class RouteTable {

    private final Map<String, List<RouteRun>> byLabel = new LinkedHashMap<>();

    /** Notes one run; senders are shown in the order of their first. */
    void add(final String label, final RouteRun run) {
        byLabel.computeIfAbsent(label, key -> new ArrayList<>()).add(run);
    }

    /** The median of a figure. */
    double median(final String label, final ToDoubleFunction<RouteRun> figure) {
        return median(byLabel.get(label).stream().mapToDouble(figure).sorted().toArray());
    }

    /** The median, over the rounds that both ran, of how many times as fast one sender announces as another. */
    double speedup(final String label, final String other, final ToDoubleFunction<RouteRun> figure) {
        final List<RouteRun> ours = byLabel.get(label);
        final List<RouteRun> theirs = byLabel.get(other);
        return median(IntStream.range(0, Math.min(ours.size(), theirs.size()))
            .mapToDouble(round -> figure.applyAsDouble(theirs.get(round)) / figure.applyAsDouble(ours.get(round)))
            .sorted().toArray());
    }

    /**
     * The table as text.
     *
     * @param compared whose speed is set against every other's
     */
    String show(final String compared) {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
            "%-12s %12s %18s %10s %10s %10s %10s %10s %22s%n", "", "announce", "lowest..highest", "load", "total",
            "CPU", "FRR's CPU", "memory", "Directrix is faster"));
        byLabel.forEach((label, runs) -> {
            final double[] times = runs.stream().mapToDouble(RouteRun::announceSeconds).sorted().toArray();
            text.append(String.format(Locale.ROOT,
                "%-12s %10.2f s %9.2f..%-7.2f %8.2f s %8.2f s %8.2f s %8.2f s %7d MB %22s%n", label, median(times),
                times[0], times[times.length - 1], median(label, RouteRun::loadSeconds),
                median(label, RouteRun::totalSeconds), median(label, run -> run.sender().cpuSeconds()),
                median(label, RouteRun::routerCpu), (int) median(label, run -> run.sender().largestMemoryMb()),
                label.equals(compared) || !byLabel.containsKey(compared) ? "" : String.format(Locale.ROOT,
                    "%.1f x (total %.1f x)", speedup(compared, label, RouteRun::announceSeconds),
                    speedup(compared, label, RouteRun::totalSeconds))));
        });
        return text.toString();
    }

    private static double median(final double... sorted) {
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
