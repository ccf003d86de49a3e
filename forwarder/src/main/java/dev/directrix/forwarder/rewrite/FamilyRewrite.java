package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * Translates a TCP or UDP packet from one IP version to the other in place (RFC 7915 §4.1 and §5.1): the header is
 * replaced, options and extension headers go, addresses and ports are new, the TTL is counted as a hop. A fragment
 * stays one: with the low 16 bits of its identification over IPv4, with a fragment header over IPv6.
 */
public final class FamilyRewrite {
    /** Octets of the fragment header of IPv6. */
    public static final int FRAGMENT_BYTES = 8;
    /** Octets in front of a frame that may be needed. */
    public static final int HEADROOM = Frame.IPV6_BYTES + FRAGMENT_BYTES - Frame.IPV4_BYTES;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS_4 = 0x2000;
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
        IpHeaders.write4(memory, ip, trafficClass, Frame.IPV4_BYTES + packet.transportBytes(), idAndFragment4(packet),
                packet.protocol(), (int) (addresses >>> 32), (int) addresses);
        IpHeaders.setTtl4(memory, ip, packet.ttl() - 1);
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
        final int fragment = packet.isFragment() ? FRAGMENT_BYTES : 0;
        final long ip = transport - fragment - Frame.IPV6_BYTES;
        final long oldSum = Checksum.sum(Frame.word(memory, packet.ip() + Frame.IPV4_ADDRESSES));
        final int trafficClass = packet.trafficClass();
        final long start = LinkHeader.move(memory, frame, packet.ip(), ip, Frame.ETHERTYPE_IPV6);
        final int next = fragment != 0 ? IpProtocol.FRAGMENT : packet.protocol();
        IpHeaders.write6(memory, ip, trafficClass, ((packet.transportBytes() + fragment) << 8) | next,
                sourceHigh, sourceLow, destinationHigh, destinationLow);
        if (fragment != 0) {
            final int place = packet.fragmentOffset() | (packet.moreFragments() ? 1 : 0);
            Frame.setInteger(memory, transport - FRAGMENT_BYTES, (packet.protocol() << 24) | place);
            Frame.setInteger(memory, transport - Integer.BYTES, packet.fragmentId());
        }
        Frame.setByte(memory, ip + Frame.IPV6_HOP_LIMIT, packet.ttl() - 1);
        transport(memory, packet, oldSum,
                Checksum.sum(sourceHigh, sourceLow) + Checksum.sum(destinationHigh, destinationLow), ports);
        return start;
    }

    /** Identification in the high half, flags and offset in the low half. */
    private static int idAndFragment4(final PacketParser packet) {
        if (!packet.isFragment()) {
            return DONT_FRAGMENT;
        }
        return (packet.fragmentId() << 16) | (packet.moreFragments() ? MORE_FRAGMENTS_4 : 0)
                | (packet.fragmentOffset() >>> 3);
    }

    /** Ports and checksum, which only the first fragment has. */
    private static void transport(
            final MemorySegment memory,
            final PacketParser packet,
            final long oldAddresses,
            final long newAddresses,
            final int ports) {
        if (packet.fragmentOffset() != 0) {
            return;
        }
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
