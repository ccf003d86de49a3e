package dev.directrix.forwarder.service;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A key of AES-128. Immutable.
 *
 * @param high first eight octets, big-endian
 * @param low  last eight octets
 */
public record AesKey(long high, long low) {

    /**
     * A key in hexadecimal.
     *
     * @throws IllegalArgumentException if it is not 32 hexadecimal digits; the message does not show the text
     */
    public static AesKey ofHex(final String digits) {
        if (!digits.matches("[0-9A-Fa-f]{32}")) {
            throw new IllegalArgumentException("a key is 32 hexadecimal digits");
        }
        final ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(digits));
        return new AesKey(bytes.getLong(), bytes.getLong());
    }

    /** The sixteen octets. */
    public byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return "AesKey[secret]";
    }
}
