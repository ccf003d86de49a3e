package dev.directrix.lab.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each contender did over all rounds, and how the product compares. Not thread-safe. */
final class RateTable {

    private final Map<String, List<Measurement>> byLabel = new LinkedHashMap<>();

    /** Notes one run; contenders are shown in the order of their first. */
    void add(final String label, final Measurement measurement) {
        byLabel.computeIfAbsent(label, key -> new ArrayList<>()).add(measurement);
    }

    /** The median rate of a contender, in millions of packets a second. */
    double medianMpps(final String label) {
        final List<Double> rates = sortedRates(label);
        final int middle = rates.size() / 2;
        return rates.size() % 2 == 1 ? rates.get(middle) : (rates.get(middle - 1) + rates.get(middle)) / 2;
    }

    /** Median rate of one contender over that of another. */
    double ratio(final String label, final String other) {
        return medianMpps(label) / medianMpps(other);
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

    private List<Double> sortedRates(final String label) {
        return byLabel.get(label).stream().map(Measurement::mpps).sorted().toList();
    }
}
