package dev.directrix.forwarder.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which server each client network was given in each scope (the templates of IPVS). One for all workers, since the
 * network card spreads a client's connections over them. Safe for use by many threads: a neighbourhood of eight places
 * is locked for the few nanoseconds of a look-up, and only new flows of persistent services look up. Allocates nothing.
 * When a neighbourhood is full, the network whose time would end first makes room.
 */
public final class PersistenceTable {
    /** No server. */
    public static final int ABSENT = -1;

    private static final VarHandle LOCKS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int NEIGHBOURS = 8;
    private static final int LONGS = 4;
    private static final int HIGH = 0;
    private static final int LOW = 1;
    private static final int SCOPE_AND_SERVER = 2;
    private static final int END = 3;
    private static final long FREE = -1L;

    private final int mask;
    private final int[] locks;
    private final long[] places;

    /**
     * An empty table.
     *
     * @param capacity client networks that it holds, rounded up to a power of two of at least 8; 32 bytes each
     */
    public PersistenceTable(final int capacity) {
        final int size = Math.max(NEIGHBOURS, Integer.highestOneBit(Math.max(1, capacity - 1)) << 1);
        this.mask = size / NEIGHBOURS - 1;
        this.locks = new int[mask + 1];
        this.places = new long[size * LONGS];
        for (int i = SCOPE_AND_SERVER; i < places.length; i += LONGS) {
            places[i] = FREE;
        }
    }

    /**
     * The server of a client network, whose time begins anew, or {@link #ABSENT}.
     *
     * @param hash      of the network, well mixed
     * @param timeoutNs how long it holds from now on
     */
    public int find(
            final long high, final long low, final int scope, final long hash, final long nowNs, final long timeoutNs) {
        final int bucket = lock(hash, scope);
        final int at = place(bucket, high, low, scope);
        int server = ABSENT;
        if (at >= 0 && places[at + END] - nowNs > 0) {
            server = (int) places[at + SCOPE_AND_SERVER];
            places[at + END] = nowNs + timeoutNs;
        }
        LOCKS.setRelease(locks, bucket, 0);
        return server;
    }

    /** Gives a client network a server. */
    public void put(
            final long high,
            final long low,
            final int scope,
            final long hash,
            final int server,
            final long nowNs,
            final long timeoutNs) {
        final int bucket = lock(hash, scope);
        final int known = place(bucket, high, low, scope);
        final int at = known >= 0 ? known : room(bucket, nowNs);
        places[at + HIGH] = high;
        places[at + LOW] = low;
        places[at + SCOPE_AND_SERVER] = ((long) scope << 32) | server;
        places[at + END] = nowNs + timeoutNs;
        LOCKS.setRelease(locks, bucket, 0);
    }

    private int lock(final long hash, final int scope) {
        final int bucket = (int) ((hash >>> 20) ^ (scope * 0x9e3779b9L)) & mask;
        while (!LOCKS.compareAndSet(locks, bucket, 0, 1)) {
            Thread.onSpinWait();
        }
        return bucket;
    }

    private int place(final int bucket, final long high, final long low, final int scope) {
        final int first = bucket * NEIGHBOURS * LONGS;
        for (int at = first; at < first + NEIGHBOURS * LONGS; at += LONGS) {
            final long scopeAndServer = places[at + SCOPE_AND_SERVER];
            if (scopeAndServer != FREE && places[at + LOW] == low && places[at + HIGH] == high
                    && (int) (scopeAndServer >>> 32) == scope) {
                return at;
            }
        }
        return ABSENT;
    }

    private int room(final int bucket, final long nowNs) {
        final int first = bucket * NEIGHBOURS * LONGS;
        int soonest = first;
        for (int at = first; at < first + NEIGHBOURS * LONGS; at += LONGS) {
            if (places[at + SCOPE_AND_SERVER] == FREE || places[at + END] - nowNs <= 0) {
                return at;
            }
            soonest = places[at + END] - places[soonest + END] < 0 ? at : soonest;
        }
        return soonest;
    }
}
