package dev.directrix.ecmp.hash;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group as switching chips without weights keep it: each next hop stands in the table as often as its weight says,
 * one copy behind the other, and the hash modulo the table's length picks an entry ("modulo-N", RFC 2992). Which bits
 * of which hash a chip takes does not matter here, only that all remainders are equally likely. Immutable.
 *
 * @param entries the next hops in the order of the table
 */
public record ReplicatedGroup(List<GroupEntry> entries) {

    /** Freezes the list. */
    public ReplicatedGroup {
        entries = GroupEntry.group(entries);
    }

    /** How many entries the table has. */
    public int size() {
        return Math.toIntExact(GroupEntry.total(entries));
    }

    /**
     * What becomes of the flows when the group is replaced by another. A hash picks entry a before and b after for some
     * hash exactly if a and b leave the same remainder by the common divisor of both lengths, and all such pairs are
     * equally likely.
     */
    public Moves movesTo(final ReplicatedGroup after) {
        final int divisor = BigInteger.valueOf(size()).gcd(BigInteger.valueOf(after.size())).intValueExact();
        final List<Map<String, Long>> before = byRemainder(divisor);
        final List<Map<String, Long>> then = after.byRemainder(divisor);
        final Moves.Sum sum = new Moves.Sum((long) size() / divisor * after.size());
        for (int remainder = 0; remainder < divisor; remainder++) {
            final Map<String, Long> targets = then.get(remainder);
            before.get(remainder).forEach((from, copies) ->
                targets.forEach((to, others) -> sum.add(from, to, copies * others)));
        }
        return sum.moves();
    }

    /** How many copies each next hop has among the entries of each remainder. */
    private List<Map<String, Long>> byRemainder(final int divisor) {
        final List<String> table = new ArrayList<>();
        entries.forEach(entry -> table.addAll(Collections.nCopies(entry.weight(), entry.nextHop())));
        final List<Map<String, Long>> counts = new ArrayList<>();
        for (int remainder = 0; remainder < divisor; remainder++) {
            counts.add(new LinkedHashMap<>());
        }
        for (int i = 0; i < table.size(); i++) {
            counts.get(i % divisor).merge(table.get(i), 1L, Long::sum);
        }
        return counts;
    }
}
