package dev.directrix.forwarder.service;

/**
 * The number by which packets name a server: in a QUIC connection id or a stable-routing header. 120 bits at most
 * (draft-ietf-quic-load-balancers §3.1). Immutable.
 *
 * @param high bits above the low 64
 * @param low  the low 64 bits
 */
public record ServerId(long high, long low) {
    /** Most octets. */
    public static final int MAX_BYTES = 15;

    /** Checks the size. */
    public ServerId {
        if (high >>> 56 != 0) {
            throw new IllegalArgumentException("a server id has at most " + MAX_BYTES + " octets");
        }
    }

    /** A small id. */
    public static ServerId of(final long id) {
        return new ServerId(0, id);
    }

    /**
     * An id in hexadecimal.
     *
     * @throws IllegalArgumentException if it is no hexadecimal number of at most 30 digits
     */
    public static ServerId ofHex(final String digits) {
        if (!digits.matches("[0-9A-Fa-f]{1,30}")) {
            throw new IllegalArgumentException("'" + digits + "' is no server id; write 1 to 30 hexadecimal digits");
        }
        final int split = Math.max(0, digits.length() - 16);
        return new ServerId(
                split == 0 ? 0 : Long.parseUnsignedLong(digits.substring(0, split), 16),
                Long.parseUnsignedLong(digits.substring(split), 16));
    }

    /** Octets that it needs, at least one. */
    public int bytes() {
        final int bits = high == 0 ? 64 - Long.numberOfLeadingZeros(low) : 128 - Long.numberOfLeadingZeros(high);
        return Math.max(1, (bits + 7) / 8);
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return high == 0 ? Long.toHexString(low) : Long.toHexString(high) + String.format("%016x", low);
    }
}
