package dev.directrix.director.control;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The flow table.
 *
 * @param flows    entries
 * @param capacity entries that it holds
 * @param counters every counter of the datapath by its name
 * @param entries  the live flows with the most packets
 */
public record FlowsReport(long flows, long capacity, SortedMap<String, Long> counters, List<FlowEntry> entries) {

    /** Freezes the collections. */
    public FlowsReport {
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        entries = List.copyOf(entries);
    }
}
