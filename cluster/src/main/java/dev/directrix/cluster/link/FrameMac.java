package dev.directrix.cluster.link;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104) cut to its first 128 bits (RFC 4868). Made of the digest itself since
 * {@code javax.crypto.Mac} allocates for each one. Not thread-safe.
 */
final class FrameMac {

    /** Octets of a MAC. */
    static final int LENGTH = 16;

    private static final int BLOCK = 64;
    private static final int DIGEST = 32;

    private final MessageDigest sha256;
    private final byte[] inner = new byte[BLOCK];
    private final byte[] outer = new byte[BLOCK];
    private final byte[] digest = new byte[DIGEST];

    /**
     * For a key.
     *
     * @param key at most 64 octets
     */
    FrameMac(final byte[] key) {
        if (key.length > BLOCK) {
            throw new IllegalArgumentException("a key of " + key.length + " octets");
        }
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
        Arrays.fill(inner, (byte) 0x36);
        Arrays.fill(outer, (byte) 0x5c);
        for (int i = 0; i < key.length; i++) {
            inner[i] ^= key[i];
            outer[i] ^= key[i];
        }
    }

    /** Writes the MAC of some octets right behind them. */
    void append(final byte[] octets, final int offset, final int length) {
        compute(octets, offset, length);
        System.arraycopy(digest, 0, octets, offset + length, LENGTH);
    }

    /** Whether the MAC of some octets is right behind them; takes the same time wherever it differs. */
    boolean isBehind(final byte[] octets, final int offset, final int length) {
        compute(octets, offset, length);
        int difference = 0;
        for (int i = 0; i < LENGTH; i++) {
            difference |= digest[i] ^ octets[offset + length + i];
        }
        return difference == 0;
    }

    private void compute(final byte[] octets, final int offset, final int length) {
        try {
            sha256.update(inner);
            sha256.update(octets, offset, length);
            sha256.digest(digest, 0, DIGEST);
            sha256.update(outer);
            sha256.update(digest);
            sha256.digest(digest, 0, DIGEST);
        } catch (final DigestException e) {
            throw new IllegalStateException("SHA-256 of a wrong length", e);
        }
    }
}
