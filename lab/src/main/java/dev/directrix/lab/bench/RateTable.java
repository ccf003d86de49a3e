package dev.directrix.lab.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What each contender did over all rounds, and how the product compares. Not thread-safe. */
final class RateTable {

    private final Map<String, List<Measurement>> byLabel = new LinkedHashMap<>();

    /** Notes one run; contenders are shown in the order of their first. */
    void add(final String label, final Measurement measurement) {
        byLabel.computeIfAbsent(label, key -> new ArrayList<>()).add(measurement);
    }

    /** The median rate of a contender, in millions of packets a second. */
    double medianMpps(final String label) {
        return median(sortedRates(label));
    }

    /**
     * The median, over the rounds that both ran, of one contender's rate over another's: both of a round ran within
     * seconds, so whatever else the machine did meanwhile mostly cancels out.
     */
    double ratio(final String label, final String other) {
        final List<Measurement> ours = byLabel.get(label);
        final List<Measurement> theirs = byLabel.get(other);
        return median(IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .mapToObj(round -> ours.get(round).mpps() / theirs.get(round).mpps()).sorted().toList());
    }

    /**
     * The table as text.
     *
     * @param compared whose ratios to every other are shown
     */
    String show(final String compared) {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-28s %10s %17s %10s %8s %14s%n",
                "", "Mpackets/s", "lowest..highest", "ns/packet", "lost", "Directrix is"));
        for (final String label : byLabel.keySet()) {
            final List<Double> rates = sortedRates(label);
            final double lost = byLabel.get(label).stream().map(Measurement::lost)
                    .sorted(Comparator.naturalOrder()).toList().get(rates.size() / 2);
            text.append(String.format(Locale.ROOT, "%-28s %10.3f %8.3f..%-7.3f %10.0f %7.2f%% %14s%n", label,
                    medianMpps(label), rates.getFirst(), rates.getLast(), 1e3 / medianMpps(label), 100 * lost,
                    label.equals(compared) || !byLabel.containsKey(compared)
                            ? "" : String.format(Locale.ROOT, "%.2f of it", ratio(compared, label))));
        }
        return text.toString();
    }

    private static double median(final List<Double> sorted) {
        final int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private List<Double> sortedRates(final String label) {
        return byLabel.get(label).stream().map(Measurement::mpps).sorted().toList();
    }
}
