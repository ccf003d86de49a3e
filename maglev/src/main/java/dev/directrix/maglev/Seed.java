package dev.directrix.maglev;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The 16 secret bytes that all directors of a service share. Tables and flow hashes are keyed with it, so that nobody
 * outside can aim flows at one server. Each purpose gets its own key: {@link #key(String)}.
 */
public final class Seed {

    /** Length of a seed in bytes. */
    public static final int BYTES = 16;

    private static final VarHandle LONG_LE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] secret;
    private final String id;

    private Seed(final byte[] secret) {
        this.secret = secret;
        this.id = HexFormat.of().formatHex(sha256("directrix seed id", secret), 0, 4);
    }

    /**
     * A seed of raw bytes.
     *
     * @param secret exactly {@link #BYTES} bytes; copied
     * @return the seed
     */
    public static Seed of(final byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a seed has " + BYTES + " bytes, this one has " + secret.length);
        }
        return new Seed(secret.clone());
    }

    /**
     * A seed written as hexadecimal text, as in a seed file.
     *
     * @param hex 32 hexadecimal digits; white space around them is ignored
     * @return the seed
     */
    public static Seed ofHex(final String hex) {
        final String digits = hex.strip();
        if (digits.length() != 2 * BYTES || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("a seed is " + 2 * BYTES + " hexadecimal digits, e.g. the output of"
                    + " 'openssl rand -hex " + BYTES + "'; this text has " + digits.length() + " characters");
        }
        return new Seed(HexFormat.of().parseHex(digits));
    }

    /**
     * The name by which two directors can compare seeds without showing them: 32 bits of a hash of the seed.
     *
     * @return 8 hexadecimal digits
     */
    public String id() {
        return id;
    }

    /**
     * The key for one purpose: the first 16 bytes of SHA-256 over the purpose's UTF-8 bytes, a zero byte and the seed.
     *
     * @param purpose what the key is for
     * @return the key's two halves, each read as a little-endian number
     */
    public Key key(final String purpose) {
        final byte[] derived = sha256(purpose, secret);
        return new Key((long) LONG_LE.get(derived, 0), (long) LONG_LE.get(derived, Long.BYTES));
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Seed seed && MessageDigest.isEqual(secret, seed.secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    /** Shows the id, never the secret. */
    @Override
    public String toString() {
        return "Seed[id=" + id + "]";
    }

    private static byte[] sha256(final String label, final byte[] secret) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(label.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * A 128-bit SipHash key.
     *
     * @param k0 first 8 bytes, little endian
     * @param k1 last 8 bytes, little endian
     */
    public record Key(long k0, long k1) {

        /** Hides the key. */
        @Override
        public String toString() {
            return "Key[secret]";
        }
    }
}
