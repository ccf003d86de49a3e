package dev.directrix.linux.netlink;

import java.util.HexFormat;

/**
 * An Ethernet address. Immutable.
 *
 * @param value the 48 bits, the first octet highest
 */
public record MacAddress(long value) {

    /** Octets of an Ethernet address. */
    public static final int OCTETS = 6;

    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":");

    /** Checks that there are no more than 48 bits. */
    public MacAddress {
        if (value >>> (OCTETS * Byte.SIZE) != 0) {
            throw new IllegalArgumentException(Long.toHexString(value) + " has more than 48 bits");
        }
    }

    /**
     * From six octets in transmission order.
     *
     * @throws IllegalArgumentException if there are not six
     */
    public static MacAddress of(final byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("an Ethernet address has 6 octets, not " + octets.length);
        }
        long value = 0;
        for (final byte octet : octets) {
            value = (value << Byte.SIZE) | Byte.toUnsignedLong(octet);
        }
        return new MacAddress(value);
    }

    /**
     * From the usual text, "02:00:5e:00:00:01".
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static MacAddress parse(final String text) {
        try {
            return of(FORMAT.parseHex(text.strip()));
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no Ethernet address like 02:00:5e:00:00:01", e);
        }
    }

    /** The six octets in transmission order. */
    public byte[] octets() {
        final byte[] result = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            result[i] = (byte) (value >>> (Byte.SIZE * (OCTETS - 1 - i)));
        }
        return result;
    }

    @Override
    public String toString() {
        return FORMAT.formatHex(octets());
    }
}
