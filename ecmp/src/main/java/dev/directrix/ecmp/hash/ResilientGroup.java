package dev.directrix.ecmp.hash;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A resilient next-hop group of the Linux kernel: the hash picks one of a fixed number of buckets, and a bucket keeps
 * its next hop as long as it may (Linux 6.18, net/ipv4/nexthop.c and Documentation/networking/nexthop-group-resilient).
 * Immutable; a change gives a new group.
 *
 * <p>Each next hop wants as many buckets as its weight is worth. After a change the buckets of next hops that left are
 * given away at once, in their order, to those that have too few, the last of the group first. A bucket of a next hop
 * that has too many is given away only when it has been idle for the group's idle time, or when the group has been out
 * of balance for its unbalanced time.
 */
public final class ResilientGroup {

    /** The kernel's largest table. */
    public static final int MAX_BUCKETS = 65_535;

    private final List<GroupEntry> entries;
    private final List<String> buckets;

    /** Which buckets of next hops that have too many may be given away. */
    public enum Busy {
        /** None: every bucket is in use, and the group has no unbalanced time. */
        ALL,
        /** Any: none has been in use for the idle time, or the unbalanced time is over. */
        NONE
    }

    private ResilientGroup(final List<GroupEntry> entries, final List<String> buckets) {
        this.entries = entries;
        this.buckets = Collections.unmodifiableList(buckets);
    }

    /**
     * A new group.
     *
     * @param buckets how many, 1 to 65535
     */
    public static ResilientGroup of(final List<GroupEntry> entries, final int buckets) {
        if (buckets < 1 || buckets > MAX_BUCKETS) {
            throw new IllegalArgumentException(buckets + " buckets are not within 1.." + MAX_BUCKETS);
        }
        final List<GroupEntry> group = GroupEntry.group(entries);
        return new ResilientGroup(group, filled(group, Collections.nCopies(buckets, ""), Busy.ALL));
    }

    /** The next hops in the order of the group. */
    public List<GroupEntry> entries() {
        return entries;
    }

    /** The next hop of each bucket. */
    public List<String> buckets() {
        return buckets;
    }

    /** The group after it was given these next hops. */
    public ResilientGroup changedTo(final List<GroupEntry> after, final Busy busy) {
        final List<GroupEntry> group = GroupEntry.group(after);
        return new ResilientGroup(group, filled(group, buckets, busy));
    }

    /** What becomes of the flows when the group turns into another one with as many buckets. */
    public Moves movesTo(final ResilientGroup after) {
        if (after.buckets.size() != buckets.size()) {
            throw new IllegalArgumentException("a group keeps its number of buckets: " + buckets.size() + " cannot"
                + " become " + after.buckets.size());
        }
        final Moves.Sum sum = new Moves.Sum(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            sum.add(buckets.get(i), after.buckets.get(i), 1);
        }
        return sum.moves();
    }

    private static List<String> filled(final List<GroupEntry> group, final List<String> before, final Busy busy) {
        final Map<String, Integer> wants = wants(group, before.size());
        final Map<String, Integer> has = new HashMap<>();
        before.stream().filter(wants::containsKey).forEach(nextHop -> has.merge(nextHop, 1, Integer::sum));
        final Deque<String> takers = new ArrayDeque<>();
        for (final GroupEntry entry : group) {
            if (has.getOrDefault(entry.nextHop(), 0) < wants.getOrDefault(entry.nextHop(), 0)) {
                takers.push(entry.nextHop());
            }
        }
        final Set<String> staying = new HashSet<>(wants.keySet());
        final List<String> buckets = new ArrayList<>(before);
        for (int i = 0; i < buckets.size() && !takers.isEmpty(); i++) {
            final String owner = buckets.get(i);
            final boolean tooMany = has.getOrDefault(owner, 0) > wants.getOrDefault(owner, 0);
            if (!staying.contains(owner) || (busy == Busy.NONE && tooMany)) {
                final String taker = takers.element();
                buckets.set(i, taker);
                has.merge(owner, -1, Integer::sum);
                if (has.merge(taker, 1, Integer::sum).equals(wants.get(taker))) {
                    takers.remove();
                }
            }
        }
        return buckets;
    }

    /** How many buckets each next hop is due: the sums of weights are rounded, not the weights. */
    private static Map<String, Integer> wants(final List<GroupEntry> group, final int buckets) {
        final long total = GroupEntry.total(group);
        final Map<String, Integer> wants = new HashMap<>();
        long weights = 0;
        long given = 0;
        for (final GroupEntry entry : group) {
            weights += entry.weight();
            final long end = (buckets * weights + total / 2) / total;
            wants.put(entry.nextHop(), (int) (end - given));
            given = end;
        }
        return wants;
    }
}
