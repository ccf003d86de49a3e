package dev.directrix.bgp.wire;

import java.util.Arrays;

/** Writes network-order integers into octets that grow as needed. Not thread-safe. */
public final class ByteWriter {

    private byte[] octets;
    private int position;

    /** A writer with room for this many octets before it grows. */
    public ByteWriter(final int capacity) {
        octets = new byte[Math.max(capacity, 16)];
    }

    /** Octets written. */
    public int position() {
        return position;
    }

    /** Writes one octet. */
    public ByteWriter u8(final int value) {
        room(1);
        octets[position++] = (byte) value;
        return this;
    }

    /** Writes two octets. */
    public ByteWriter u16(final int value) {
        room(2);
        octets[position++] = (byte) (value >>> 8);
        octets[position++] = (byte) value;
        return this;
    }

    /** Writes four octets. */
    public ByteWriter u32(final long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    /** Writes eight octets. */
    public ByteWriter u64(final long value) {
        return u32(value >>> 32).u32(value);
    }

    /** Writes these octets. */
    public ByteWriter bytes(final byte[] values) {
        return bytes(values, values.length);
    }

    /** Writes the first of these octets. */
    public ByteWriter bytes(final byte[] values, final int count) {
        room(count);
        System.arraycopy(values, 0, octets, position, count);
        position += count;
        return this;
    }

    /** Makes room for octets in the midst of what was written; what they hold is not defined. */
    public void insert(final int at, final int count) {
        room(count);
        System.arraycopy(octets, at, octets, at + count, position - at);
        position += count;
    }

    /** Overwrites one octet that was written before. */
    public void setU8(final int at, final int value) {
        octets[at] = (byte) value;
    }

    /** Overwrites two octets that were written before. */
    public void setU16(final int at, final int value) {
        octets[at] = (byte) (value >>> 8);
        octets[at + 1] = (byte) value;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(octets, position);
    }

    private void room(final int count) {
        if (position + count > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, position + count));
        }
    }
}
