package dev.directrix.forwarder.epoch;

import java.util.Arrays;
import java.util.Collection;

/**
 * What a packet is decided by: the tables of all pools and the exceptions, which are swapped together. Immutable but
 * for exceptions that are added; reading allocates nothing and may be done by any thread.
 */
public final class EpochTables {
    /** The packet must wait, and be decided again. */
    public static final int HOLD = -2;
    /** Nobody serves the slot. */
    public static final int NO_SERVER = SlotTable.NO_SERVER;

    private static final long BY_EXCEPTION = 1L << Integer.SIZE;
    private static final long LOW_32 = 0xffff_ffffL;

    private final long epoch;
    private final int mark;
    private final PoolEpoch[] pools;
    private final Exceptions exceptions;

    /**
     * The tables of an epoch.
     *
     * @param epoch      how often D has changed
     * @param mark       with which the settle under way, if any, marks the exceptions that stay
     * @param pools      of different numbers
     * @param exceptions of the same table size
     */
    public EpochTables(
            final long epoch, final int mark, final Collection<PoolEpoch> pools, final Exceptions exceptions) {
        this.epoch = epoch;
        this.mark = mark;
        this.exceptions = exceptions;
        this.pools = new PoolEpoch[pools.stream().mapToInt(PoolEpoch::pool).max().orElse(-1) + 1];
        for (final PoolEpoch pool : pools) {
            if (this.pools[pool.pool()] != null) {
                throw new IllegalArgumentException("pool " + pool.pool() + " is given twice");
            }
            this.pools[pool.pool()] = pool;
        }
    }

    /** How often D has changed. */
    public long epoch() {
        return epoch;
    }

    /** With which the settle under way marks the exceptions that stay, or {@link Exceptions#UNMARKED}. */
    public int mark() {
        return mark;
    }

    /** The exceptions. */
    public Exceptions exceptions() {
        return exceptions;
    }

    /** Whether there is a pool of this number. */
    public boolean has(final int pool) {
        return pool < pools.length && pools[pool] != null;
    }

    /** The pool of a number that it {@link #has}. */
    public PoolEpoch pool(final int pool) {
        return pools[pool];
    }

    /** All pools. */
    public Collection<PoolEpoch> pools() {
        return Arrays.stream(pools).filter(pool -> pool != null).toList();
    }

    /** Slots of all pools that a change is under way for. */
    public int slotsInTransit() {
        return pools().stream().mapToInt(PoolEpoch::slotsInTransit).sum();
    }

    /**
     * The server of a packet's flow (rules P1 to P4).
     *
     * @param pool   a pool that it {@link #has}
     * @param hash   the flow's hash
     * @param begins whether the packet may begin a flow: a bare SYN, any UDP packet
     * @return the server's number, {@link #NO_SERVER} or {@link #HOLD}
     */
    public int serverOf(final int pool, final long hash, final boolean begins) {
        return (int) decide(pool, hash, begins);
    }

    /**
     * As {@link #serverOf}, with what decided.
     *
     * @return {@link #serverIn} it is the server, {@link #NO_SERVER} or {@link #HOLD}; see {@link #isByException}
     */
    public long decide(final int pool, final long hash, final boolean begins) {
        final PoolEpoch of = pools[pool];
        final int slot = of.table().slotOf(hash);
        if (exceptions.mayHave(slot)) {
            final long exception = exceptions.find(hash, pool);
            if (exception != 0) {
                return BY_EXCEPTION | (begins && isFrozen(of, slot) && mayBeDropped(exception)
                        ? HOLD & LOW_32 : Exceptions.serverIn(exception));
            }
        }
        return (begins && !of.isOpen(slot) ? HOLD : of.table().serverAt(slot)) & LOW_32;
    }

    /** The server in what {@link #decide} says, {@link #NO_SERVER} or {@link #HOLD}. */
    public static int serverIn(final long decision) {
        return (int) decision;
    }

    /** Whether an exception decided, and not the table. */
    public static boolean isByException(final long decision) {
        return (decision & BY_EXCEPTION) != 0;
    }

    private static boolean isFrozen(final PoolEpoch of, final int slot) {
        return !of.isOpen(slot) && of.modeOf(slot) == SlotMode.FROZEN;
    }

    /**
     * Whether an exception may go when the table changes: nothing may begin by it any more. It stays if it is marked;
     * without marks a dead server is being replaced, which may be back.
     */
    private boolean mayBeDropped(final long exception) {
        return mark == Exceptions.UNMARKED || Exceptions.markIn(exception) != mark;
    }
}
