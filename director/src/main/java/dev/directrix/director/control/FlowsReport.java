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
 * @param tallies  what was counted for each VIP, service, server and worker
 * @param entries  the live flows with the most packets
 */
public record FlowsReport(
    long flows, long capacity, SortedMap<String, Long> counters, List<TallyReport> tallies, List<FlowEntry> entries) {

    /** Freezes the collections. */
    public FlowsReport {
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        tallies = List.copyOf(tallies);
        entries = List.copyOf(entries);
    }
}
