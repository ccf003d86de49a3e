package dev.directrix.bgp.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** Octets as a value: immutable, equal when they are the same. */
public final class Octets {

    /** None. */
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] values;

    private Octets(final byte[] values) {
        this.values = values;
    }

    /** A copy of these. */
    public static Octets of(final byte... values) {
        return values.length == 0 ? EMPTY : new Octets(values.clone());
    }

    /** How many. */
    public int length() {
        return values.length;
    }

    /** One of them, unsigned. */
    public int at(final int index) {
        return values[index] & 0xff;
    }

    /** A copy of them. */
    public byte[] toBytes() {
        return values.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Octets that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** Hexadecimal with 0x in front; nothing for none. */
    @Override
    public String toString() {
        return values.length == 0 ? "" : "0x" + HexFormat.of().formatHex(values);
    }
}
