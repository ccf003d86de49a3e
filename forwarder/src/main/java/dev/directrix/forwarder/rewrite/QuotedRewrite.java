package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * Gives the packet that an ICMP error quotes other addresses and ports, so that its receiver knows it for its own (RFC
 * 5508 §4.2). The checksums in the quoted packet, as far as they are quoted, and that of the error are kept right.
 */
public final class QuotedRewrite {
    private static final int ICMP_CHECKSUM = 2;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private QuotedRewrite() {
    }

    /**
     * Rewrites what an ICMP error quotes.
     *
     * @param packet    a parsed {@link dev.directrix.forwarder.packet.PacketKind#ICMP_ERROR}
     * @param addresses the quoted packet's new source address in the high half, destination in the low half
     * @param ports     its new source port in the high half, destination in the low half
     */
    public static void rewrite4(
            final MemorySegment memory, final PacketParser packet, final long addresses, final int ports) {
        final long ip = packet.quoted();
        final long oldAddresses = Frame.word(memory, ip + Frame.IPV4_ADDRESSES);
        final int oldIpChecksum = Frame.unsignedShort(memory, ip + Frame.IPV4_CHECKSUM);
        final long oldSum = Checksum.sum(oldAddresses);
        final long newSum = Checksum.sum(addresses);
        Frame.setWord(memory, ip + Frame.IPV4_ADDRESSES, addresses);
        final int newIpChecksum = Checksum.updated(oldIpChecksum, oldSum, newSum);
        Frame.setShort(memory, ip + Frame.IPV4_CHECKSUM, newIpChecksum);
        transport(memory, packet, oldSum, newSum, oldSum + oldIpChecksum, newSum + newIpChecksum, ports);
    }

    /** As {@link #rewrite4}, of an ICMPv6 error. */
    public static void rewrite6(
            final MemorySegment memory,
            final PacketParser packet,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports) {
        final long ip = packet.quoted();
        final long oldSum = Checksum.sum(memory, ip + Frame.IPV6_SOURCE, 32);
        final long newSum = Checksum.sum(sourceHigh, sourceLow) + Checksum.sum(destinationHigh, destinationLow);
        IpHeaders.writeAddresses6(memory, ip, sourceHigh, sourceLow, destinationHigh, destinationLow);
        transport(memory, packet, oldSum, newSum, oldSum, newSum, ports);
    }

    private static void transport(
            final MemorySegment memory,
            final PacketParser packet,
            final long oldAddresses,
            final long newAddresses,
            final long oldHeader,
            final long newHeader,
            final int ports) {
        final long at = packet.quotedTransport();
        final int oldPorts = Frame.integer(memory, at);
        Frame.setInteger(memory, at, ports);
        long oldSum = oldHeader + Checksum.sum(oldPorts);
        long newSum = newHeader + Checksum.sum(ports);
        final int offset = packet.protocol() == IpProtocol.TCP ? TCP_CHECKSUM : UDP_CHECKSUM;
        final long quotedBytes = packet.transport() + packet.transportBytes() - at;
        final int old = quotedBytes >= offset + 2 ? Frame.unsignedShort(memory, at + offset) : 0;
        if (quotedBytes >= offset + 2 && (old != 0 || offset == TCP_CHECKSUM)) {
            final int updated = Checksum.updated(
                    old, oldAddresses + Checksum.sum(oldPorts), newAddresses + Checksum.sum(ports));
            Frame.setShort(memory, at + offset, updated);
            oldSum += old;
            newSum += updated;
        }
        AddressRewrite.update(memory, packet.transport() + ICMP_CHECKSUM, oldSum, newSum);
    }
}
