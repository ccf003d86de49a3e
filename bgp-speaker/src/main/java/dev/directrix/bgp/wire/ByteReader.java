package dev.directrix.bgp.wire;

import java.util.Arrays;

/** Reads network-order integers from a range of octets and never past its end. Not thread-safe. */
public final class ByteReader {

    private final byte[] octets;
    private final int end;
    private int position;

    private ByteReader(final byte[] octets, final int position, final int end) {
        this.octets = octets;
        this.position = position;
        this.end = end;
    }

    /** Reads all of these octets; they are not copied. */
    public static ByteReader of(final byte[] octets) {
        return new ByteReader(octets, 0, octets.length);
    }

    /** Octets left. */
    public int remaining() {
        return end - position;
    }

    /** Whether anything is left. */
    public boolean hasRemaining() {
        return position < end;
    }

    /** Next octet. */
    public int u8() {
        need(1);
        return octets[position++] & 0xff;
    }

    /** Next two octets. */
    public int u16() {
        need(2);
        final int value = (octets[position] & 0xff) << 8 | (octets[position + 1] & 0xff);
        position += 2;
        return value;
    }

    /** Next four octets, unsigned. */
    public long u32() {
        return (long) u16() << 16 | u16();
    }

    /** Next eight octets. */
    public long u64() {
        return u32() << 32 | u32();
    }

    /** A copy of the next octets. */
    public byte[] bytes(final int count) {
        need(count);
        final byte[] copy = Arrays.copyOfRange(octets, position, position + count);
        position += count;
        return copy;
    }

    /** Copies the next octets to the front of an array. */
    public void bytes(final byte[] into, final int count) {
        need(count);
        System.arraycopy(octets, position, into, 0, count);
        position += count;
    }

    /** A reader for the next octets, which this one skips. */
    public ByteReader slice(final int count) {
        need(count);
        final ByteReader slice = new ByteReader(octets, position, position + count);
        position += count;
        return slice;
    }

    /** A reader for the same octets that are left here, with a position of its own. */
    public ByteReader duplicate() {
        return new ByteReader(octets, position, end);
    }

    private void need(final int count) {
        if (count > end - position) {
            throw new TruncatedException(count, end - position);
        }
    }
}
