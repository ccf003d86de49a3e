package dev.directrix.director.control;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The forwarding side.
 *
 * @param mode         what takes the packets, as in the configuration file: {@code af-xdp}
 * @param ready        whether it is warm and its tables are in place
 * @param interfaces   as {@code eth0 (up, 2 queues, native XDP, copy)}
 * @param flows        flows in the table
 * @param flowCapacity flows that it holds
 * @param traffic      of all VIPs
 * @param warnings     what an engineer should mend although packets flow
 * @param drops        frames that were not forwarded, by reason; reasons never seen may be left out
 */
public record DatapathReport(
    String mode, boolean ready, List<String> interfaces, long flows, long flowCapacity, TrafficReport traffic,
    List<String> warnings, SortedMap<String, Long> drops) {

    /** Freezes the collections. */
    public DatapathReport {
        interfaces = List.copyOf(interfaces);
        warnings = List.copyOf(warnings);
        drops = Collections.unmodifiableSortedMap(new TreeMap<>(drops));
    }
}
