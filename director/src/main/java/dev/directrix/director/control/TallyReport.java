package dev.directrix.director.control;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was counted for a part of the datapath since the director started.
 *
 * @param scope       what is counted
 * @param name        which one: {@code 192.0.2.10}, {@code tcp 192.0.2.10:80}, {@code web/s1}, or a worker's number
 * @param packets     clients' packets, forwarded to servers
 * @param bytes       of their frames
 * @param flows       flows that have begun
 * @param answers     servers' packets of translated flows, forwarded to clients
 * @param answerBytes of their frames
 * @param drops       packets that were not forwarded, by reason; of a VIP and a service those whose service was known
 */
public record TallyReport(
    Scope scope, String name, long packets, long bytes, long flows, long answers, long answerBytes,
    SortedMap<String, Long> drops) {

    /** What is counted, from the outside in. */
    public enum Scope {
        /** All services of an address. */
        VIP,
        /** A service. */
        SERVICE,
        /** A real server in a pool. */
        SERVER,
        /** A thread of the datapath. */
        WORKER
    }

    /** Freezes the map. */
    public TallyReport {
        drops = Collections.unmodifiableSortedMap(new TreeMap<>(drops));
    }
}
