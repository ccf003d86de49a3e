package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * Translates an unfragmented TCP or UDP packet from one IP version to the other in place (RFC 7915 §4.1 and §5.1):
 * the header is replaced, options and extension headers go, addresses and ports are new, the TTL is counted as a hop.
 */
public final class FamilyRewrite {
    /** Octets in front of a frame that may be needed. */
    public static final int HEADROOM = Frame.IPV6_BYTES - Frame.IPV4_BYTES;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;

    private FamilyRewrite() {
    }

    /**
     * Makes an IPv4 packet of an IPv6 packet.
     *
     * @param frame where the Ethernet header begins
     * @return where it begins now; the packet's end is where it was
     */
    public static long toIpv4(
            final MemorySegment memory, final long frame, final PacketParser packet, final long addresses,
            final int ports) {
        final long transport = packet.transport();
        final long ip = transport - Frame.IPV4_BYTES;
        final long oldSum = Checksum.sum(memory, packet.ip() + Frame.IPV6_SOURCE, 32);
        final int trafficClass = packet.trafficClass();
        final long start = LinkHeader.move(memory, frame, packet.ip(), ip, Frame.ETHERTYPE_IPV4);
        IpHeaders.write4(memory, ip, trafficClass, Frame.IPV4_BYTES + packet.transportBytes(), DONT_FRAGMENT,
                packet.protocol(), (int) (addresses >>> 32), (int) addresses);
        final int ttlAndProtocol = Frame.unsignedShort(memory, ip + Frame.IPV4_TTL);
        final int carried = ((packet.ttl() - 1) << 8) | (ttlAndProtocol & 0xff);
        Frame.setShort(memory, ip + Frame.IPV4_TTL, carried);
        AddressRewrite.update(memory, ip + Frame.IPV4_CHECKSUM, ttlAndProtocol, carried);
        transport(memory, packet, oldSum, Checksum.sum(addresses), ports);
        return start;
    }

    /** Makes an IPv6 packet of an IPv4 packet; a UDP packet without checksum must not be given. */
    public static long toIpv6(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports) {
        final long transport = packet.transport();
        final long ip = transport - Frame.IPV6_BYTES;
        final long oldSum = Checksum.sum(Frame.word(memory, packet.ip() + Frame.IPV4_ADDRESSES));
        final int trafficClass = packet.trafficClass();
        final long start = LinkHeader.move(memory, frame, packet.ip(), ip, Frame.ETHERTYPE_IPV6);
        IpHeaders.write6(memory, ip, trafficClass, (packet.transportBytes() << 8) | packet.protocol(),
                sourceHigh, sourceLow, destinationHigh, destinationLow);
        Frame.setByte(memory, ip + Frame.IPV6_HOP_LIMIT, packet.ttl() - 1);
        transport(memory, packet, oldSum,
                Checksum.sum(sourceHigh, sourceLow) + Checksum.sum(destinationHigh, destinationLow), ports);
        return start;
    }

    private static void transport(
            final MemorySegment memory,
            final PacketParser packet,
            final long oldAddresses,
            final long newAddresses,
            final int ports) {
        final long at = packet.transport();
        final int oldPorts = Frame.integer(memory, at);
        Frame.setInteger(memory, at, ports);
        final boolean tcp = packet.protocol() == IpProtocol.TCP;
        final long checksum = at + (tcp ? TCP_CHECKSUM : UDP_CHECKSUM);
        final int updated = Checksum.updated(Frame.unsignedShort(memory, checksum),
                oldAddresses + Checksum.sum(oldPorts), newAddresses + Checksum.sum(ports));
        Frame.setShort(memory, checksum, updated == 0 && !tcp ? 0xffff : updated);
    }
}
