package dev.directrix.forwarder.epoch;

/**
 * Flows that others forwarded and handed over when they left, so that a change of servers does not miss those that are
 * silent since: 48 to 96 bytes for each, in a table that grows up to its bound. No packet asks it. Safe for use by many
 * threads.
 *
 * <pre>
 * word 0  hash of the flow
 * word 1  0: empty | 1 | pool (12) | server's number + 1 (24)
 * word 2  monotonic time of its last packet
 * </pre>
 */
public final class AdoptedFlows {
    private static final int WORDS = 3;
    private static final int LEAST = 64;
    private static final int SERVER_BITS = 24;
    private static final long USED = 1L << 36;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int most;
    private final long lifeNs;
    private long[] words = new long[WORDS * LEAST];
    private int size;

    /**
     * An empty table.
     *
     * @param most   flows at most
     * @param lifeNs how long after its last packet a flow is forgotten
     */
    public AdoptedFlows(final int most, final long lifeNs) {
        this.most = most;
        this.lifeNs = lifeNs;
    }

    /**
     * Takes a flow over, or another time of its last packet if that is later.
     *
     * @param ageNs how long ago its last packet was seen
     * @return false if there is no room for it
     */
    public synchronized boolean adopt(
            final long hash, final int pool, final int server, final long ageNs, final long nowNs) {
        final int known = placeOf(words, hash, pool);
        if (words[known + 1] != 0) {
            if (nowNs - ageNs - words[known + 2] > 0) {
                set(words, known, hash, pool, server, nowNs - ageNs);
            }
            return true;
        }
        if (ageNs > lifeNs) {
            return true;
        }
        if (size >= most || 2 * WORDS * (size + 1) > words.length) {
            rebuild(nowNs);
        }
        if (size >= most) {
            return false;
        }
        set(words, placeOf(words, hash, pool), hash, pool, server, nowNs - ageNs);
        size++;
        return true;
    }

    /** Shows each flow that is not forgotten. */
    public synchronized void collect(final long nowNs, final FlowVisitor visitor) {
        for (int at = 0; at < words.length; at += WORDS) {
            final long idleNs = nowNs - words[at + 2];
            if (words[at + 1] != 0 && idleNs <= lifeNs) {
                visitor.visit(words[at], poolIn(words[at + 1]), serverIn(words[at + 1]), idleNs);
            }
        }
    }

    /** Forgets all. */
    public synchronized void clear() {
        words = new long[WORDS * LEAST];
        size = 0;
    }

    /** Flows in it, with those whose time is over but that nobody has missed yet. */
    public synchronized int size() {
        return size;
    }

    /** Leaves those out whose time is over, and makes room for as many as stay. */
    private void rebuild(final long nowNs) {
        final long[] old = words;
        int staying = 0;
        for (int at = 0; at < old.length; at += WORDS) {
            if (old[at + 1] != 0 && nowNs - old[at + 2] <= lifeNs) {
                staying++;
            }
        }
        final int places = Math.max(LEAST, Integer.highestOneBit(staying) * 4);
        final long[] next = new long[WORDS * places];
        for (int at = 0; at < old.length; at += WORDS) {
            if (old[at + 1] != 0 && nowNs - old[at + 2] <= lifeNs) {
                final int place = placeOf(next, old[at], poolIn(old[at + 1]));
                System.arraycopy(old, at, next, place, WORDS);
            }
        }
        words = next;
        size = staying;
    }

    private static int placeOf(final long[] words, final long hash, final int pool) {
        final int mask = words.length / WORDS - 1;
        int place = (int) ((hash * MIX) >>> 32) & mask;
        while (words[WORDS * place + 1] != 0
                && (words[WORDS * place] != hash || poolIn(words[WORDS * place + 1]) != pool)) {
            place = (place + 1) & mask;
        }
        return WORDS * place;
    }

    private static void set(
            final long[] words, final int at, final long hash, final int pool, final int server, final long seenNs) {
        words[at] = hash;
        words[at + 1] = USED | ((long) pool << SERVER_BITS) | (server + 1L);
        words[at + 2] = seenNs;
    }

    private static int poolIn(final long value) {
        return (int) (value >>> SERVER_BITS) & Exceptions.MAX_POOL;
    }

    private static int serverIn(final long value) {
        return (int) (value & ((1 << SERVER_BITS) - 1)) - 1;
    }
}
