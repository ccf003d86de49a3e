package dev.directrix.ecmp.hash;

import java.util.ArrayList;
import java.util.List;

/**
 * A hash-threshold group of the Linux kernel: the 31-bit hash space is cut into one interval for each next hop, in the
 * order of the group, as wide as its weight. Next-hop objects without a type, multipath routes without objects and
 * IPv6 siblings are all cut like this (Linux 6.18: net/ipv4/nexthop.c, fib_semantics.c, net/ipv6/route.c; the method is
 * that of RFC 2992). Immutable.
 *
 * <p>A next hop whose neighbour entry is known to have failed is passed over by the kernel in favour of the next
 * interval's; here every next hop is taken for reachable.
 *
 * @param entries the next hops in the order of the group
 */
public record HashThresholdGroup(List<GroupEntry> entries) {

    /** Bits of a hash: the kernel drops the lowest of its 32. */
    public static final int HASH_BITS = 31;

    private static final long HASHES = 1L << HASH_BITS;

    /** Freezes the list. */
    public HashThresholdGroup {
        entries = GroupEntry.group(entries);
    }

    /**
     * Where each interval ends: the first hash that is not in it any more. The kernel keeps one less, as the largest
     * hash that still belongs to the interval. Rounded to the nearest, so that the last one ends with the hash space.
     */
    public List<Long> ends() {
        final long total = GroupEntry.total(entries);
        final List<Long> ends = new ArrayList<>();
        long weights = 0;
        for (final GroupEntry entry : entries) {
            weights += entry.weight();
            ends.add(((weights << HASH_BITS) + total / 2) / total);
        }
        return ends;
    }

    /** What becomes of the flows when the group is replaced by another. */
    public Moves movesTo(final HashThresholdGroup after) {
        final List<Long> endsBefore = ends();
        final List<Long> endsAfter = after.ends();
        final Moves.Sum sum = new Moves.Sum(HASHES);
        int before = 0;
        int then = 0;
        long at = 0;
        while (at < HASHES) {
            final long end = Math.min(endsBefore.get(before), endsAfter.get(then));
            sum.add(entries.get(before).nextHop(), after.entries.get(then).nextHop(), end - at);
            at = end;
            before += endsBefore.get(before) == end ? 1 : 0;
            then += endsAfter.get(then) == end ? 1 : 0;
        }
        return sum.moves();
    }
}
