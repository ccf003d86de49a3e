package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import java.lang.foreign.MemorySegment;

/** Writes whole IP headers, without options or extensions (RFC 791 §3.1, RFC 8200 §3). */
final class IpHeaders {
    /** TTL or hop limit of packets that begin here. */
    static final int TTL = 64;
    private static final int VERSION_4 = 0x4500;
    private static final int VERSION_6 = 0x6000_0000;

    private IpHeaders() {
    }

    /**
     * Writes an IPv4 header with its checksum.
     *
     * @param totalBytes    of the packet with this header
     * @param idAndFragment identification in the high half, flags and fragment offset in the low half
     */
    static void write4(
            final MemorySegment memory,
            final long at,
            final int trafficClass,
            final int totalBytes,
            final int idAndFragment,
            final int protocol,
            final int source,
            final int destination) {
        final int first = ((VERSION_4 | trafficClass) << 16) | totalBytes;
        final int ttlAndProtocol = (TTL << 8) | protocol;
        final long sum = Checksum.sum(first) + Checksum.sum(idAndFragment) + ttlAndProtocol
                + Checksum.sum(source) + Checksum.sum(destination);
        Frame.setWord(memory, at, ((long) first << 32) | (idAndFragment & 0xffff_ffffL));
        Frame.setInteger(memory, at + Frame.IPV4_TTL, (ttlAndProtocol << 16) | Checksum.finish(sum));
        Frame.setWord(memory, at + Frame.IPV4_ADDRESSES, ((long) source << 32) | (destination & 0xffff_ffffL));
    }

    /** Writes another TTL into an IPv4 header. */
    static void setTtl4(final MemorySegment memory, final long at, final int ttl) {
        final int old = Frame.unsignedShort(memory, at + Frame.IPV4_TTL);
        final int carried = (ttl << 8) | (old & 0xff);
        Frame.setShort(memory, at + Frame.IPV4_TTL, carried);
        AddressRewrite.update(memory, at + Frame.IPV4_CHECKSUM, old, carried);
    }

    /**
     * Writes an IPv6 header with flow label 0.
     *
     * @param payloadAndNext octets behind the header in the bits above the lowest 8, next header in those
     */
    static void write6(
            final MemorySegment memory,
            final long at,
            final int trafficClass,
            final int payloadAndNext,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow) {
        final int lengths = (payloadAndNext << 8) | TTL;
        Frame.setWord(memory, at, ((long) (VERSION_6 | (trafficClass << 20)) << 32) | (lengths & 0xffff_ffffL));
        writeAddresses6(memory, at, sourceHigh, sourceLow, destinationHigh, destinationLow);
    }

    /** Writes the addresses of an IPv6 header. */
    static void writeAddresses6(
            final MemorySegment memory,
            final long at,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow) {
        Frame.setWord(memory, at + Frame.IPV6_SOURCE, sourceHigh);
        Frame.setWord(memory, at + Frame.IPV6_SOURCE + Long.BYTES, sourceLow);
        Frame.setWord(memory, at + Frame.IPV6_DESTINATION, destinationHigh);
        Frame.setWord(memory, at + Frame.IPV6_DESTINATION + Long.BYTES, destinationLow);
    }
}
