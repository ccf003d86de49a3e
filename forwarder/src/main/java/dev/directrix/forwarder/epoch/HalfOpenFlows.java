package dev.directrix.forwarder.epoch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.OptionalLong;

/**
 * The flows whose SYN was forwarded by a worker and of which nothing more was seen, for as long as a server may repeat
 * its SYN-ACK (Linux: 63 s). A fixed number of places, 16 bytes each; when a SYN finds none, the oldest of eight gives
 * way and the time of that loss is kept, so that whoever collects half-open flows knows that some are missing.
 *
 * <p>One thread writes; any thread may collect.
 *
 * <pre>
 * word 0  hash of the flow
 * word 1  0: empty | time in units of 67 ms (28) | pool (12) | server's number + 1 (24)
 * </pre>
 */
public final class HalfOpenFlows {
    private static final int WAYS = 8;
    private static final int UNIT_SHIFT = 26;
    private static final int SERVER_BITS = 24;
    private static final int POOL_BITS = 12;
    private static final int TIME_MASK = (1 << 28) - 1;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long lifeUnits;
    private final int sets;
    private final long[] words;
    private volatile boolean lost;
    private volatile long lostAtNs;

    /**
     * An empty memory.
     *
     * @param places most flows, rounded up to a power of two
     * @param lifeNs how long a SYN is remembered
     */
    public HalfOpenFlows(final int places, final long lifeNs) {
        final int count = Math.max(WAYS, Integer.highestOneBit(places * 2 - 1));
        this.sets = count / WAYS;
        this.words = new long[2 * count];
        this.lifeUnits = (lifeNs >> UNIT_SHIFT) + 2;
    }

    /** Remembers a SYN that is forwarded, instead of an earlier one of its flow. Writer only. */
    public void remember(final long hash, final int pool, final int server, final long nowNs) {
        final int first = setOf(hash);
        int chosen = first;
        long oldest = -1;
        for (int way = first; way < first + 2 * WAYS; way += 2) {
            final long value = words[way + 1];
            if (value != 0 && words[way] == hash && poolIn(value) == pool) {
                chosen = way;
                oldest = Long.MAX_VALUE;
                break;
            }
            final long age = value == 0 ? Long.MAX_VALUE : age(value, nowNs);
            if (age > oldest) {
                oldest = age;
                chosen = way;
            }
        }
        if (oldest <= lifeUnits) {
            lostAtNs = nowNs;
            lost = true;
        }
        LONGS.setRelease(words, chosen + 1, 0L);
        LONGS.setRelease(words, chosen, hash);
        LONGS.setRelease(words, chosen + 1, value(pool, server, nowNs));
    }

    /** Forgets a flow that is tracked from now on. Writer only. */
    public void forget(final long hash, final int pool) {
        final int first = setOf(hash);
        for (int way = first; way < first + 2 * WAYS; way += 2) {
            final long value = words[way + 1];
            if (value != 0 && words[way] == hash && poolIn(value) == pool) {
                LONGS.setRelease(words, way + 1, 0L);
            }
        }
    }

    /** Shows each flow that is still remembered, with mark 0. Any thread. */
    public void forEach(final long nowNs, final Exceptions.Visitor visitor) {
        collect(nowNs, (hash, pool, server, _) -> visitor.visit(hash, pool, server, Exceptions.UNMARKED));
    }

    /** Shows each flow that is still remembered, with the time since its SYN, to 67 ms. Any thread. */
    public void collect(final long nowNs, final FlowVisitor visitor) {
        for (int at = 0; at < words.length; at += 2) {
            final long value = (long) LONGS.getAcquire(words, at + 1);
            if (value == 0 || age(value, nowNs) > lifeUnits) {
                continue;
            }
            final long hash = (long) LONGS.getAcquire(words, at);
            if ((long) LONGS.getAcquire(words, at + 1) == value) {
                visitor.visit(hash, poolIn(value), serverIn(value), age(value, nowNs) << UNIT_SHIFT);
            }
        }
    }

    /** How many are still remembered. Reads every place. Any thread. */
    public int count(final long nowNs) {
        int count = 0;
        for (int at = 0; at < words.length; at += 2) {
            final long value = (long) LONGS.getAcquire(words, at + 1);
            count += value != 0 && age(value, nowNs) <= lifeUnits ? 1 : 0;
        }
        return count;
    }

    /** Whether a SYN that may still be answered was given up to make room. Any thread. */
    public boolean hasLost(final long nowNs) {
        return lost && (nowNs - lostAtNs) >> UNIT_SHIFT <= lifeUnits;
    }

    /** When a SYN that might still have been answered was last given up to make room. Any thread. */
    public OptionalLong lastLossNs() {
        return lost ? OptionalLong.of(lostAtNs) : OptionalLong.empty();
    }

    /** Bytes of memory. */
    public long memoryBytes() {
        return 8L * words.length;
    }

    private int setOf(final long hash) {
        return (int) (((hash & 0xffff_ffffL) * sets) >>> 32) * 2 * WAYS;
    }

    private static long value(final int pool, final int server, final long nowNs) {
        final long unit = (nowNs >> UNIT_SHIFT) & TIME_MASK;
        return (unit << (SERVER_BITS + POOL_BITS)) | ((long) pool << SERVER_BITS) | (server + 1L);
    }

    private static long age(final long value, final long nowNs) {
        return ((nowNs >> UNIT_SHIFT) - (value >>> (SERVER_BITS + POOL_BITS))) & TIME_MASK;
    }

    private static int poolIn(final long value) {
        return (int) (value >>> SERVER_BITS) & Exceptions.MAX_POOL;
    }

    private static int serverIn(final long value) {
        return (int) (value & ((1 << SERVER_BITS) - 1)) - 1;
    }
}
