package dev.directrix.forwarder.nat;

/**
 * Which of one worker's ports at a local address are free towards some servers. Ports are given out in turn. A port
 * that is released rests for one to two periods first, so that packets of its last connection are gone before the next
 * one has it.
 *
 * <p>Taking and releasing are O(1): at most one pass over the words of the map, {@code 1024 / workers}, when nearly all
 * ports are taken, and one such pass a period.
 */
final class PortBitmap {
    /** No port is free. */
    static final int NONE = -1;

    private static final int PORTS = 1 << 16;

    private final int worker;
    private final int workers;
    private final long[] free;
    private long[] restingNewer;
    private long[] restingOlder;
    private int cursor;
    private int resting;
    private long periodEndNs;
    private boolean started;

    PortBitmap(final int worker, final int workers) {
        this.worker = worker;
        this.workers = workers;
        final int ports = Math.ceilDiv(PORTS - worker, workers);
        final int words = Math.ceilDiv(ports, Long.SIZE);
        this.free = new long[words];
        this.restingNewer = new long[words];
        this.restingOlder = new long[words];
        for (int i = 0; i < ports; i++) {
            set(free, i);
        }
    }

    /** A free port of the range, which is now taken; or {@link #NONE}. */
    int take(final int first, final int last, final long nowNs, final long restNs) {
        turn(nowNs, restNs);
        final int from = indexFrom(first);
        final int to = indexFrom(last + 1);
        if (cursor < from || cursor >= to) {
            cursor = from;
        }
        int index = nextFree(cursor, to);
        if (index == NONE) {
            index = nextFree(from, cursor);
        }
        if (index == NONE) {
            return NONE;
        }
        free[index >>> 6] &= ~(1L << index);
        cursor = index + 1;
        return index * workers + worker;
    }

    /** Gives a port back, to rest or to be free at once. */
    void release(final int port, final boolean rests, final long nowNs, final long restNs) {
        turn(nowNs, restNs);
        final int index = port / workers;
        if (rests) {
            set(restingNewer, index);
            resting++;
        } else {
            set(free, index);
        }
    }

    private void turn(final long nowNs, final long restNs) {
        if (!started) {
            started = true;
            periodEndNs = nowNs + restNs;
        }
        if (nowNs - periodEndNs < 0) {
            return;
        }
        if (resting != 0) {
            final boolean both = nowNs - periodEndNs >= restNs;
            final long[] emptied = restingOlder;
            resting = 0;
            for (int i = 0; i < free.length; i++) {
                free[i] |= both ? emptied[i] | restingNewer[i] : emptied[i];
                emptied[i] = 0;
                if (both) {
                    restingNewer[i] = 0;
                }
                resting += Long.bitCount(restingNewer[i]);
            }
            restingOlder = restingNewer;
            restingNewer = emptied;
        }
        periodEndNs = nowNs + restNs;
    }

    /** The index of the worker's first port from this one on. */
    private int indexFrom(final int port) {
        return port <= worker ? 0 : Math.ceilDiv(port - worker, workers);
    }

    private int nextFree(final int from, final int to) {
        if (from >= to) {
            return NONE;
        }
        int word = from >>> 6;
        long bits = free[word] & (-1L << from);
        while (bits == 0) {
            word++;
            if (word << 6 >= to) {
                return NONE;
            }
            bits = free[word];
        }
        final int index = (word << 6) + Long.numberOfTrailingZeros(bits);
        return index < to ? index : NONE;
    }

    private static void set(final long[] bits, final int index) {
        bits[index >>> 6] |= 1L << index;
    }
}
