package dev.directrix.forwarder.packet;

import java.lang.foreign.MemorySegment;

/**
 * The Internet checksum (RFC 1071): kept right when a field changes, without reading the rest (RFC 1624 §3, equation
 * 3), or computed over bytes. Sums are unfolded ones' complement sums of 16-bit words in network byte order.
 */
public final class Checksum {
    private Checksum() {
    }

    /** The checksum after a 16-bit word of the data changed. */
    public static int updated(final int checksum, final int oldWord, final int newWord) {
        return finish((~checksum & 0xffffL) + (~oldWord & 0xffffL) + (newWord & 0xffffL));
    }

    /**
     * The checksum after several words of the data changed.
     *
     * @param oldSum sum of the old words
     * @param newSum sum of the new words
     */
    public static int updated(final int checksum, final long oldSum, final long newSum) {
        return finish((~checksum & 0xffffL) + (~fold(oldSum) & 0xffffL) + fold(newSum));
    }

    /** The sum of a 32-bit field. */
    public static long sum(final int field) {
        return field & 0xffff_ffffL;
    }

    /** The sum of a 64-bit field. */
    public static long sum(final long field) {
        return (field >>> 32) + (field & 0xffff_ffffL);
    }

    /** The sum of a 128-bit field. */
    public static long sum(final long high, final long low) {
        return sum(high) + sum(low);
    }

    /** The sum of bytes, an odd last one counting as the high half of a word. */
    public static long sum(final MemorySegment memory, final long at, final int bytes) {
        long sum = 0;
        int done = 0;
        for (; done + Integer.BYTES <= bytes; done += Integer.BYTES) {
            sum += Frame.integer(memory, at + done) & 0xffff_ffffL;
        }
        sum = (sum >>> 32) + (sum & 0xffff_ffffL);
        if (done + Short.BYTES <= bytes) {
            sum += Frame.unsignedShort(memory, at + done);
            done += Short.BYTES;
        }
        return done < bytes ? sum + (Frame.unsignedByte(memory, at + done) << 8) : sum;
    }

    /** A sum of any size as 16 bits. */
    public static int fold(final long sum) {
        long folded = (sum >>> 32) + (sum & 0xffff_ffffL);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ((folded >>> 16) + (folded & 0xffff));
    }

    /** The checksum that data of this sum carries. */
    public static int finish(final long sum) {
        return ~fold(sum) & 0xffff;
    }
}
