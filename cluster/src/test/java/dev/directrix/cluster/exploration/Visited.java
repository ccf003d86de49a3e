package dev.directrix.cluster.exploration;

/**
 * The states that were seen, by 128 bits of each: two of a million million states are taken for one with odds of one in
 * 10<sup>14</sup>. For one thread.
 */
final class Visited {
    private long[] high = new long[1 << 16];
    private long[] low = new long[1 << 16];
    private int[] numbers = new int[1 << 16];
    private int size;

    /** The number of a state: the next one if it is new. */
    int numberOf(final int[] state) {
        if (2 * size > high.length) {
            grow();
        }
        final long one = hash(state, 0x9e3779b97f4a7c15L);
        final long other = hash(state, 0xc2b2ae3d27d4eb4fL) | 1;
        final int place = place(one, other);
        if (low[place] == 0) {
            high[place] = one;
            low[place] = other;
            numbers[place] = size++;
        }
        return numbers[place];
    }

    /** How many. */
    int size() {
        return size;
    }

    private int place(final long one, final long other) {
        int place = (int) one & (high.length - 1);
        while (low[place] != 0 && (high[place] != one || low[place] != other)) {
            place = (place + 1) & (high.length - 1);
        }
        return place;
    }

    private void grow() {
        final long[] oldHigh = high;
        final long[] oldLow = low;
        final int[] oldNumbers = numbers;
        high = new long[2 * oldHigh.length];
        low = new long[2 * oldLow.length];
        numbers = new int[2 * oldNumbers.length];
        for (int at = 0; at < oldLow.length; at++) {
            if (oldLow[at] != 0) {
                final int place = place(oldHigh[at], oldLow[at]);
                high[place] = oldHigh[at];
                low[place] = oldLow[at];
                numbers[place] = oldNumbers[at];
            }
        }
    }

    private static long hash(final int[] state, final long seed) {
        long hash = seed;
        for (final int each : state) {
            hash = (hash ^ each) * 0xff51afd7ed558ccdL;
            hash ^= hash >>> 32;
        }
        return hash * seed ^ (hash >>> 29);
    }
}
