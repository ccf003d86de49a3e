package dev.directrix.ecmp.hash;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A next hop of a router's ECMP group.
 *
 * @param nextHop  its name
 * @param director that it leads to, by name; several next hops may lead to one
 * @param weight   its weight in the router's table, 1 to 65536
 */
public record GroupEntry(String nextHop, String director, int weight) {

    /** The largest weight of a next hop of the Linux kernel since release 6.12; 256 before. */
    public static final int MAX_WEIGHT = 1 << 16;

    /** Checks the fields. */
    public GroupEntry {
        Objects.requireNonNull(nextHop, "nextHop");
        Objects.requireNonNull(director, "director");
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                "weight " + weight + " of next hop " + nextHop + " is not within 1.." + MAX_WEIGHT);
        }
    }

    /** The only next hop of a director, which has its name. */
    public GroupEntry(final String director, final int weight) {
        this(director, director, weight);
    }

    /** Freezes the entries of a group: at least one, each next hop once. */
    static List<GroupEntry> group(final List<GroupEntry> entries) {
        final Set<String> names = new HashSet<>();
        for (final GroupEntry entry : entries) {
            if (!names.add(entry.nextHop())) {
                throw new IllegalArgumentException("next hop " + entry.nextHop() + " is in the group twice");
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a group needs a next hop");
        }
        return List.copyOf(entries);
    }

    /** The sum of the weights. */
    static long total(final List<GroupEntry> entries) {
        return entries.stream().mapToLong(GroupEntry::weight).sum();
    }
}
