package dev.directrix.forwarder.pipeline;

/**
 * Fragments that came before the first of their packet and wait for it, a tenth of a second at most. Their frames
 * belong to the pipeline meanwhile. For one thread.
 */
final class WaitingFragments {
    /** Most that wait at a time. */
    static final int CAPACITY = 64;
    private static final long PATIENCE_NS = 100_000_000;

    private final long[] keys = new long[CAPACITY];
    private final long[] offsets = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final int[] ports = new int[CAPACITY];
    private final long[] times = new long[CAPACITY];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    void add(final long key, final Arrival arrival) {
        keys[count] = key;
        offsets[count] = arrival.offset();
        lengths[count] = arrival.length();
        ports[count] = arrival.port();
        times[count++] = arrival.nowNs();
    }

    /** The first that waits for this packet, or -1. */
    int find(final long key) {
        for (int i = 0; i < count; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return -1;
    }

    /** One that has waited long enough, or -1. */
    int findLate(final long nowNs) {
        for (int i = 0; i < count; i++) {
            if (nowNs - times[i] > PATIENCE_NS) {
                return i;
            }
        }
        return -1;
    }

    long offset(final int i) {
        return offsets[i];
    }

    int length(final int i) {
        return lengths[i];
    }

    int port(final int i) {
        return ports[i];
    }

    /** Removes one; those behind it keep their order. */
    void remove(final int i) {
        count--;
        System.arraycopy(keys, i + 1, keys, i, count - i);
        System.arraycopy(offsets, i + 1, offsets, i, count - i);
        System.arraycopy(lengths, i + 1, lengths, i, count - i);
        System.arraycopy(ports, i + 1, ports, i, count - i);
        System.arraycopy(times, i + 1, times, i, count - i);
    }
}
