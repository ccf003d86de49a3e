package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.AesKey;
import dev.directrix.forwarder.service.ServerIdRule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads the server id out of connection ids of one QUIC-LB configuration (draft-ietf-quic-load-balancers, "Load
 * Balancer Actions"): plaintext, one pass of AES-128-ECB, or the Feistel network of four. For one thread; decoding
 * allocates nothing.
 */
final class QuicLbDecoder {
    private static final int BLOCK = 16;

    private final int idLength;
    private final int length;
    private final int half;
    private final Optional<Cipher> cipher;
    private final byte[] plain = new byte[ServerIdRule.QuicLb.MAX_LENGTH];
    private final byte[] left = new byte[BLOCK];
    private final byte[] right = new byte[BLOCK];
    private final byte[] block = new byte[BLOCK];
    private final byte[] mask = new byte[BLOCK];
    private long idHigh;
    private long idLow;

    QuicLbDecoder(final ServerIdRule.QuicLb rule) {
        this.idLength = rule.serverIdLength();
        this.length = rule.serverIdLength() + rule.nonceLength();
        this.half = (length + 1) / 2;
        this.cipher = rule.key().map(key -> cipher(key, length == BLOCK ? Cipher.DECRYPT_MODE : Cipher.ENCRYPT_MODE));
    }

    private static Cipher cipher(final AesKey key, final int mode) {
        try {
            // One block at a time, so no mode of operation is at stake: the draft asks for ECB.
            final Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"));
            return cipher;
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-128", e);
        }
    }

    /** Octets that a connection id needs at least, the first one included. */
    int bytes() {
        return 1 + length;
    }

    /** Reads the server id of the connection id that begins at a place and has at least {@link #bytes()} octets. */
    void decode(final MemorySegment memory, final long connectionId) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, connectionId + 1, plain, 0, length);
        if (cipher.isPresent()) {
            if (length == BLOCK) {
                encrypt(cipher.get(), plain, plain);
            } else {
                fourPasses(cipher.get());
            }
        }
        idHigh = 0;
        idLow = 0;
        for (int i = 0; i < idLength; i++) {
            idHigh = (idHigh << Byte.SIZE) | (idLow >>> (Long.SIZE - Byte.SIZE));
            idLow = (idLow << Byte.SIZE) | (plain[i] & 0xff);
        }
    }

    /** The bits above the low 64 of the id that was decoded last. */
    long idHigh() {
        return idHigh;
    }

    /** The low 64 bits of the id that was decoded last. */
    long idLow() {
        return idLow;
    }

    private void fourPasses(final Cipher aes) {
        System.arraycopy(plain, 0, left, 0, half);
        System.arraycopy(plain, length - half, right, 0, half);
        clear(left, half - 1, 0xf0);
        clear(right, 0, 0x0f);
        pass(aes, 4, right, left);
        clear(left, half - 1, 0xf0);
        pass(aes, 3, left, right);
        clear(right, 0, 0x0f);
        pass(aes, 2, right, left);
        clear(left, half - 1, 0xf0);
        // The id ends in the left half unless it is longer than the nonce; the middle octet may be shared.
        if (idLength > half - (length & 1)) {
            pass(aes, 1, left, right);
            clear(right, 0, 0x0f);
        }
        System.arraycopy(right, 0, plain, length - half, half);
        final byte shared = plain[half - 1];
        System.arraycopy(left, 0, plain, 0, half);
        if ((length & 1) != 0) {
            plain[half - 1] = (byte) ((left[half - 1] & 0xf0) | (shared & 0x0f));
        }
    }

    /** With an odd number of octets the halves share the middle one, four bits each. */
    private void clear(final byte[] bytes, final int at, final int keep) {
        if ((length & 1) != 0) {
            bytes[at] &= (byte) keep;
        }
    }

    private void pass(final Cipher aes, final int number, final byte[] from, final byte[] to) {
        Arrays.fill(block, (byte) 0);
        System.arraycopy(from, 0, block, 0, half);
        block[BLOCK - 2] = (byte) length;
        block[BLOCK - 1] = (byte) number;
        encrypt(aes, block, mask);
        for (int i = 0; i < half; i++) {
            to[i] ^= mask[i];
        }
    }

    private static void encrypt(final Cipher aes, final byte[] in, final byte[] out) {
        try {
            aes.update(in, 0, BLOCK, out, 0);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("a block of AES has 16 octets", e);
        }
    }
}
