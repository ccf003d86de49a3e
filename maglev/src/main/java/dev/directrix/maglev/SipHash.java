package dev.directrix.maglev;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-c-d with 64-bit output (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): without the key
 * nobody can find inputs that collide. The number of rounds is a parameter; 2-4 is the original, 1-3 the fast variant.
 */
final class SipHash {

    static final long INIT_0 = 0x736f6d6570736575L;
    static final long INIT_1 = 0x646f72616e646f6dL;
    static final long INIT_2 = 0x6c7967656e657261L;
    static final long INIT_3 = 0x7465646279746573L;

    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private SipHash() {
    }

    /**
     * Hashes a whole message.
     *
     * @param compressions rounds per 8-byte word (c)
     * @param finalizations rounds at the end (d)
     * @param k0 first 8 bytes of the key, little endian
     * @param k1 last 8 bytes of the key, little endian
     * @param message any number of bytes
     * @return the digest; its little-endian bytes are what the reference implementation emits
     */
    static long hash(final int compressions, final int finalizations, final long k0, final long k1,
            final byte[] message) {
        long v0 = k0 ^ INIT_0;
        long v1 = k1 ^ INIT_1;
        long v2 = k0 ^ INIT_2;
        long v3 = k1 ^ INIT_3;
        final int words = message.length / Long.BYTES;
        for (int index = 0; index <= words + 1; index++) {
            final boolean finalization = index > words;
            final long word = index < words ? (long) LONG_LE.get(message, index * Long.BYTES)
                    : finalization ? 0 : lastWord(message);
            v3 ^= word;
            v2 ^= finalization ? 0xff : 0;
            for (int round = finalization ? finalizations : compressions; round > 0; round--) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** The 0 to 7 bytes that fill no word, little endian, below the message's length modulo 256. */
    private static long lastWord(final byte[] message) {
        long word = (long) message.length << 56;
        final int start = message.length & -Long.BYTES;
        for (int i = start; i < message.length; i++) {
            word |= (message[i] & 0xffL) << (8 * (i - start));
        }
        return word;
    }
}
