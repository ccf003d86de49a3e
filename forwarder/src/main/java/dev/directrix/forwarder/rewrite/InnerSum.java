package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * The ones' complement sum of a whole IP packet, mostly without reading it: a right IPv4 header sums up to 0xffff, and
 * a right transport segment with its checksum to the complement of its pseudo-header. If a checksum in the packet is
 * wrong, the sum is as wrong, and a receiver that checks it drops the packet, which it would have done anyway.
 */
final class InnerSum {
    private static final int UDP_CHECKSUM = 6;

    private InnerSum() {
    }

    static long of(final MemorySegment memory, final PacketParser packet, final PacketKind kind) {
        if (!sumsUp(memory, packet, kind)) {
            return Checksum.sum(memory, packet.ip(), packet.ipBytes());
        }
        final long ip = packet.ip();
        final long header = packet.isIpv4() ? 0
                : Checksum.sum(memory, ip, (int) (packet.transport() - ip));
        return header + (~Checksum.fold(pseudoHeader(memory, packet, kind)) & 0xffff);
    }

    private static boolean sumsUp(final MemorySegment memory, final PacketParser packet, final PacketKind kind) {
        return switch (kind) {
            case TRANSPORT -> !packet.isUdp()
                    || (Frame.unsignedShort(memory, packet.transport() + UDP_CHECKSUM) != 0
                    && Frame.unsignedShort(memory, packet.transport() + UDP_CHECKSUM - 2) == packet.transportBytes());
            case ICMP, ICMP_ERROR -> true;
            default -> false;
        };
    }

    private static long pseudoHeader(final MemorySegment memory, final PacketParser packet, final PacketKind kind) {
        final boolean icmp = kind != PacketKind.TRANSPORT;
        if (packet.isIpv4()) {
            return icmp ? 0 : Checksum.sum(packet.addresses()) + packet.protocol() + packet.transportBytes();
        }
        return Checksum.sum(memory, packet.ip() + Frame.IPV6_SOURCE, 32) + packet.transportBytes()
                + (icmp ? IpProtocol.ICMPV6 : packet.protocol());
    }
}
