package dev.directrix.maglev;

/** MurmurHash3 x64 128, after Austin Appleby's public-domain algorithm. */
final class Murmur3 {

    private static final long C_1 = 0x87c37b91114253d5L;
    private static final long C_2 = 0x4cf5ad432745937fL;
    private static final int BLOCK_BYTES = 16;

    private Murmur3() {
    }

    /**
     * The 128-bit hash.
     *
     * @param low its first 64 bits, h1
     * @param high its last 64 bits, h2
     */
    record Digest(long low, long high) {
    }

    static Digest hash(final byte[] data, final int seed) {
        long h1 = seed & 0xffffffffL;
        long h2 = h1;
        final int tail = data.length / BLOCK_BYTES * BLOCK_BYTES;
        for (int at = 0; at < tail; at += BLOCK_BYTES) {
            h1 ^= mix1(word(data, at));
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mix2(word(data, at + Long.BYTES));
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        h2 ^= mix2(word(data, tail + Long.BYTES));
        h1 ^= mix1(word(data, tail));
        h1 ^= data.length;
        h2 ^= data.length;
        h1 += h2;
        h2 += h1;
        h1 = avalanche(h1);
        h2 = avalanche(h2);
        h1 += h2;
        return new Digest(h1, h2 + h1);
    }

    /** Up to eight bytes, little endian, absent ones as 0. */
    private static long word(final byte[] data, final int start) {
        long word = 0;
        for (int i = Math.min(data.length, start + Long.BYTES) - 1; i >= start; i--) {
            word = (word << 8) | (data[i] & 0xff);
        }
        return word;
    }

    private static long mix1(final long word) {
        return Long.rotateLeft(word * C_1, 31) * C_2;
    }

    private static long mix2(final long word) {
        return Long.rotateLeft(word * C_2, 33) * C_1;
    }

    private static long avalanche(final long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
