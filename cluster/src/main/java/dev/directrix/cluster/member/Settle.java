package dev.directrix.cluster.member;

import java.util.Map;
import java.util.Set;

/**
 * A change of tables that is under way. Immutable.
 *
 * @param number version of the record with which its collection began, or began again: names this attempt
 * @param kind   why
 * @param next   by pool, what all tables are made from afterwards; empty once committed
 * @param dead   the servers that died; empty unless the kind is {@link SettleKind#DEAD}
 * @param sweep  whether every slot with exceptions is looked through, to drop those of flows that have ended
 */
public record Settle(
        long number, SettleKind kind, Map<Integer, PoolInputs> next, Set<Integer> dead, boolean sweep) {
    /** Freezes the collections. */
    public Settle {
        next = Map.copyOf(next);
        dead = Set.copyOf(dead);
    }

    /** The same change, its collection begun again. */
    public Settle again(final long newNumber) {
        return new Settle(newNumber, kind, next, dead, sweep);
    }
}
