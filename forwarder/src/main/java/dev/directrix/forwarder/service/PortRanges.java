package dev.directrix.forwarder.service;

import java.util.Comparator;
import java.util.List;

/** The services of one address and protocol that have more than one port: ranges, and at most one for any. */
final class PortRanges {
    static final int NONE = -1;

    private final int[] firsts;
    private final int[] lasts;
    private final int[] places;
    private final int any;

    /** A range and the place of its service. */
    record Range(PortRange ports, int place) {
    }

    PortRanges(final List<Range> ranges) {
        final List<Range> sorted = ranges.stream()
                .filter(range -> !range.ports.isAny())
                .sorted(Comparator.comparingInt(range -> range.ports.first()))
                .toList();
        this.firsts = sorted.stream().mapToInt(range -> range.ports.first()).toArray();
        this.lasts = sorted.stream().mapToInt(range -> range.ports.last()).toArray();
        this.places = sorted.stream().mapToInt(Range::place).toArray();
        this.any = ranges.stream().filter(range -> range.ports.isAny()).mapToInt(Range::place).findFirst().orElse(NONE);
    }

    /** The place of the service at a port, or {@link #NONE}. */
    int find(final int port) {
        int low = 0;
        int high = firsts.length - 1;
        while (low <= high) {
            final int middle = (low + high) >>> 1;
            if (port < firsts[middle]) {
                high = middle - 1;
            } else if (port > lasts[middle]) {
                low = middle + 1;
            } else {
                return places[middle];
            }
        }
        return any;
    }
}
