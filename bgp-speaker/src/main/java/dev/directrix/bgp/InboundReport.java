package dev.directrix.bgp;

import dev.directrix.bgp.wire.Family;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a neighbour has sent us; all of it was checked, counted and dropped.
 *
 * @param prefixes     prefixes announced and not withdrawn, by family
 * @param loops        UPDATEs since the start whose AS path had our AS number
 * @param leaks        UPDATEs since the start that ONLY_TO_CUSTOMER forbids (RFC 9234)
 * @param wrongFirstAs UPDATEs since the start whose AS path did not begin with the neighbour's AS where it must
 * @param malformed    UPDATEs since the session came up that RFC 7606 let us survive
 */
public record InboundReport(
    SortedMap<Family, Integer> prefixes, long loops, long leaks, long wrongFirstAs, long malformed) {

    /** Nothing. */
    public static final InboundReport NONE = new InboundReport(new TreeMap<>(), 0, 0, 0, 0);

    /** Freezes the counts. */
    public InboundReport {
        prefixes = Collections.unmodifiableSortedMap(new TreeMap<>(prefixes));
    }

    /** From counts by family in any order. */
    static InboundReport of(
        final Map<Family, Integer> counts, final long loops, final long leaks, final long wrongFirstAs,
        final long malformed) {
        return new InboundReport(new TreeMap<>(counts), loops, leaks, wrongFirstAs, malformed);
    }

    /** Prefixes of all families. */
    public int total() {
        return prefixes.values().stream().mapToInt(Integer::intValue).sum();
    }
}
