package dev.directrix.bgp.wire;

import dev.directrix.ecmp.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A prefix as UPDATE carries it (RFC 4271 §4.3), with a path identifier where add-path is agreed (RFC 7911).
 *
 * @param prefix the prefix
 * @param pathId path identifier, unsigned 32 bits, or {@link #NO_PATH_ID}
 */
public record Nlri(Prefix prefix, long pathId) {

    /** Stands for no path identifier. */
    public static final long NO_PATH_ID = -1;

    /** In ascending order of the octets on the wire: path identifier, length, address. */
    public static final Comparator<Nlri> WIRE_ORDER = Comparator.comparingLong(Nlri::pathId)
        .thenComparingInt(nlri -> nlri.prefix.length())
        .thenComparing(nlri -> nlri.prefix.address().getAddress(), Arrays::compareUnsigned);

    /** A prefix without path identifier. */
    public static Nlri of(final Prefix prefix) {
        return new Nlri(prefix, NO_PATH_ID);
    }

    /** The unicast family of the prefix. */
    public Family family() {
        return prefix.isIpv4() ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
    }

    /** Octets that {@link #write(ByteWriter)} takes. */
    public int encodedLength() {
        return encodedLength(pathId != NO_PATH_ID);
    }

    /** Octets that {@link #write(ByteWriter, boolean)} takes. */
    public int encodedLength(final boolean withPathId) {
        return 1 + (prefix.length() + 7) / 8 + (withPathId ? 4 : 0);
    }

    /** Writes this prefix as the session has it: with a path identifier, 0 if there is none, or without. */
    public void write(final ByteWriter out, final boolean withPathId) {
        if (withPathId) {
            out.u32(pathId == NO_PATH_ID ? 0 : pathId);
        }
        out.u8(prefix.length()).bytes(prefix.address().getAddress(), (prefix.length() + 7) / 8);
    }

    /** Writes this prefix, with a path identifier if it has one. */
    public void write(final ByteWriter out) {
        write(out, pathId != NO_PATH_ID);
    }

    /**
     * Reads prefixes to the end.
     *
     * @throws IllegalArgumentException if a prefix is longer than an address of the family (RFC 7606 §5.3)
     * @throws TruncatedException       if the last prefix is cut off
     */
    public static List<Nlri> readAll(final ByteReader in, final Family family, final CodecContext context) {
        final boolean withPathId = context.addPath().contains(family);
        final int addressLength = family.addressLength();
        final List<Nlri> result = new ArrayList<>();
        final byte[] octets = new byte[addressLength];
        while (in.hasRemaining()) {
            final long pathId = withPathId ? in.u32() : NO_PATH_ID;
            final int length = in.u8();
            if (length > addressLength * 8) {
                throw new IllegalArgumentException("prefix length " + length + " in " + family);
            }
            final int given = (length + 7) / 8;
            in.bytes(octets, given);
            Arrays.fill(octets, given, addressLength, (byte) 0);
            // Bits behind the length are irrelevant (RFC 4271 §4.3) and cleared here.
            result.add(new Nlri(Prefix.of(octets, length), pathId));
        }
        return result;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Nlri that
            && pathId == that.pathId && prefix.equals(that.prefix);
    }

    /** Spread by the golden ratio: prefixes of a table differ in few bits, and rarely in the last ones. */
    @Override
    public int hashCode() {
        final int address = prefix.address().hashCode();
        return ((address * 31 + prefix.length()) * 31 + Long.hashCode(pathId)) * 0x9e3779b9;
    }

    @Override
    public String toString() {
        return pathId == NO_PATH_ID ? prefix.toString() : prefix + " path " + pathId;
    }
}
