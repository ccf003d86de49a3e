package dev.directrix.maglev;

import java.util.Arrays;
import java.util.Comparator;

/** Table order: ascending by the keys' bytes, so that no director's own list order matters. */
final class KeyOrder {

    private static final int PREFIX_BYTES = 6;
    private static final int MAX_PACKED = 1 << 16;

    private KeyOrder() {
    }

    /**
     * Sorts keys, bytes taken as unsigned, a shorter key before its extensions.
     *
     * @param keys any number
     * @return indices into the keys, in order
     */
    static int[] of(final byte[][] keys) {
        if (keys.length > MAX_PACKED) {
            return sorted(keys, indices(keys.length));
        }
        final int shared = sharedPrefix(keys);
        final long[] packed = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            packed[i] = prefix(keys[i], shared) | i;
        }
        Arrays.sort(packed);
        final int[] order = new int[keys.length];
        int from = 0;
        for (int i = 0; i < packed.length; i++) {
            order[i] = (int) packed[i] & 0xffff;
            final boolean tieEnds = i + 1 == packed.length || packed[i] >> 16 != packed[i + 1] >> 16;
            if (tieEnds && i > from) {
                final int[] tied = sorted(keys, Arrays.copyOfRange(order, from, i + 1));
                System.arraycopy(tied, 0, order, from, tied.length);
            }
            from = tieEnds ? i + 1 : from;
        }
        return order;
    }

    private static int sharedPrefix(final byte[][] keys) {
        int shared = keys.length == 0 ? 0 : keys[0].length;
        for (final byte[] key : keys) {
            final int mismatch = Arrays.mismatch(keys[0], 0, shared, key, 0, Math.min(shared, key.length));
            shared = mismatch < 0 ? shared : mismatch;
        }
        return shared;
    }

    private static int[] indices(final int count) {
        final int[] indices = new int[count];
        Arrays.setAll(indices, i -> i);
        return indices;
    }

    private static int[] sorted(final byte[][] keys, final int[] indices) {
        return Arrays.stream(indices).boxed().sorted(Comparator.comparing(i -> keys[i], Arrays::compareUnsigned))
                .mapToInt(Integer::intValue).toArray();
    }

    /** Six bytes from a position on, absent ones as 0; shifted and flipped so that signed order is byte order. */
    private static long prefix(final byte[] key, final int start) {
        long prefix = 0;
        for (int i = start; i < start + PREFIX_BYTES; i++) {
            prefix = prefix << 8 | (i < key.length ? key[i] & 0xff : 0);
        }
        return prefix << 16 ^ Long.MIN_VALUE;
    }
}
