package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * Wraps packets for a tunnel in place: the link header moves into the headroom, the outer headers are written between
 * it and the packet, Ethernet padding is cut off. The inner packet stays byte for byte as it was: a VIP is where the
 * client's packet ends, so its TTL is not touched (RFC 2003 §3.1), and the outer one starts at 64. For one thread.
 *
 * <p>The traffic class is copied out with its congestion bits (RFC 6040 §4.1, normal mode). Don't-fragment is as in the
 * inner packet, and set for an inner IPv6 packet. Where it is not set and the outer packet is so large that a router
 * could cut it, it has an identification of its own (RFC 6864 §4.3), else 0.
 */
public final class Encapsulation {
    /** Octets in front of a frame that may be needed: IPv6, UDP, GUE and GLB's data. */
    public static final int HEADROOM = 56;

    private static final int DONT_FRAGMENT = 0x4000;
    /** What every link carries whole in practice (RFC 791 §3.1). */
    private static final int SAFE_BYTES = 576;
    private static final int UDP_BYTES = 8;
    private static final int GRE_KEY_PRESENT = 0x2000;
    private static final int MINIMAL_BYTES = 8;
    private static final int MINIMAL_SOURCE_BYTES = 4;
    private static final int SOURCE_PRESENT = 0x80;

    private int nextId = 1;

    /**
     * Wraps a packet.
     *
     * @param frame           where the Ethernet header begins
     * @param packet          the parsed packet
     * @param kind            what the parser said it is
     * @param destinationHigh first half of the server's address, an IPv4 one being mapped
     * @param destinationLow  second half
     * @param flowHash        the hash of its flow
     * @return where the Ethernet header begins now; the frame's length is {@link #length}
     */
    public long wrap(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final PacketKind kind,
            final Tunnel tunnel,
            final long destinationHigh,
            final long destinationLow,
            final long flowHash) {
        final boolean outerIpv4 = destinationHigh == 0 && destinationLow >>> 32 == 0xffff;
        if (tunnel.kind() == TunnelKind.MINIMAL && outerIpv4 && packet.isIpv4() && !packet.isFragment()) {
            return wrapMinimal(memory, frame, packet, tunnel, (int) destinationLow);
        }
        final int protocol = switch (tunnel.kind()) {
            case IPIP, MINIMAL -> packet.isIpv4() ? IpProtocol.IPV4 : IpProtocol.IPV6;
            case GRE -> IpProtocol.GRE;
            case GUE, GUE_DIRECT, GUE_GLB -> IpProtocol.UDP;
        };
        final int outer = outerIpv4 ? Frame.IPV4_BYTES : Frame.IPV6_BYTES;
        final int shim = shimBytes(tunnel);
        final long ip = packet.ip() - shim - outer;
        final int payload = shim + packet.ipBytes();
        final int fragment = outerIpv4 ? idAndFragment(memory, packet, outer + payload) : 0;
        final long start = LinkHeader.move(memory, frame, packet.ip(), ip,
                outerIpv4 ? Frame.ETHERTYPE_IPV4 : Frame.ETHERTYPE_IPV6);
        final int trafficClass = packet.trafficClass();
        if (outerIpv4) {
            IpHeaders.write4(memory, ip, trafficClass, outer + payload, fragment, protocol,
                    tunnel.source4(packet), (int) destinationLow);
        } else {
            IpHeaders.write6(memory, ip, trafficClass, (payload << 8) | protocol,
                    tunnel.sourceHigh(), tunnel.sourceLow(packet), destinationHigh, destinationLow);
        }
        if (protocol == IpProtocol.GRE) {
            writeGre(memory, ip + outer, packet, tunnel);
        } else if (protocol == IpProtocol.UDP) {
            writeUdp(memory, ip, outerIpv4, packet, kind, tunnel, flowHash);
        }
        return start;
    }

    /** Octets of a frame that was wrapped: to the end of the packet. */
    public static int length(final PacketParser packet, final long start) {
        return (int) (packet.ip() + packet.ipBytes() - start);
    }

    private static int shimBytes(final Tunnel tunnel) {
        return tunnel.overhead(true) - Frame.IPV4_BYTES;
    }

    private int idAndFragment(final MemorySegment memory, final PacketParser packet, final int totalBytes) {
        final int flags = packet.isIpv4()
                ? Frame.unsignedShort(memory, packet.ip() + Frame.IPV4_FRAGMENT) & DONT_FRAGMENT : DONT_FRAGMENT;
        return flags != 0 || totalBytes <= SAFE_BYTES ? flags : nextId++ << 16;
    }

    private static void writeGre(
            final MemorySegment memory, final long at, final PacketParser packet, final Tunnel tunnel) {
        final int type = packet.isIpv4() ? Frame.ETHERTYPE_IPV4 : Frame.ETHERTYPE_IPV6;
        Frame.setInteger(memory, at, tunnel.keyed() ? (GRE_KEY_PRESENT << 16) | type : type);
        if (tunnel.keyed()) {
            Frame.setInteger(memory, at + Integer.BYTES, tunnel.key());
        }
    }

    private static void writeUdp(
            final MemorySegment memory,
            final long ip,
            final boolean outerIpv4,
            final PacketParser packet,
            final PacketKind kind,
            final Tunnel tunnel,
            final long flowHash) {
        final long udp = ip + (outerIpv4 ? Frame.IPV4_BYTES : Frame.IPV6_BYTES);
        final int bytes = (int) (packet.ip() - udp) + packet.ipBytes();
        final int ports = (tunnel.sourcePort(packet, outerIpv4, flowHash) << 16) | tunnel.port();
        final int gue = packet.isIpv4() ? IpProtocol.IPV4 : IpProtocol.IPV6;
        long sum = Checksum.sum(ports) + bytes + bytes + IpProtocol.UDP;
        if (tunnel.kind() == TunnelKind.GUE) {
            Frame.setInteger(memory, udp + UDP_BYTES, gue << 16);
            sum += gue;
        } else if (tunnel.kind() == TunnelKind.GUE_GLB) {
            // One word of private data: type 0, next hop 0 of 0.
            Frame.setWord(memory, udp + UDP_BYTES, ((1L << 24) | (gue << 16)) << 32);
            sum += (1 << 8) | gue;
        }
        sum += outerIpv4 ? Checksum.sum(Frame.word(memory, ip + Frame.IPV4_ADDRESSES))
                : Checksum.sum(memory, ip + Frame.IPV6_SOURCE, 32);
        final int checksum = Checksum.finish(sum + InnerSum.of(memory, packet, kind));
        Frame.setWord(memory, udp, ((long) ports << 32) | ((long) bytes << 16) | (checksum == 0 ? 0xffff : checksum));
    }

    /** RFC 2004 §3: the packet's own header goes ahead, and a short one behind it holds what it said before. */
    private static long wrapMinimal(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final Tunnel tunnel,
            final int destination) {
        final int shim = MINIMAL_BYTES + MINIMAL_SOURCE_BYTES;
        final long oldIp = packet.ip();
        final long ip = oldIp - shim;
        final int headerBytes = (int) (packet.transport() - oldIp);
        final long start = LinkHeader.move(memory, frame, oldIp, ip, Frame.ETHERTYPE_IPV4);
        for (int at = 0; at < headerBytes; at += Integer.BYTES) {
            Frame.setInteger(memory, ip + at, Frame.integer(memory, oldIp + at));
        }
        final long addresses = Frame.word(memory, ip + Frame.IPV4_ADDRESSES);
        final int protocol = Frame.unsignedByte(memory, ip + Frame.IPV4_PROTOCOL);
        final int first = (protocol << 8) | SOURCE_PRESENT;
        final long minimal = ip + headerBytes;
        final int checksum = Checksum.finish(first + Checksum.sum(addresses));
        Frame.setInteger(memory, minimal, (first << 16) | checksum);
        Frame.setWord(memory, minimal + Integer.BYTES, Long.rotateLeft(addresses, 32));
        final int total = packet.ipBytes();
        final int oldWord = Frame.unsignedShort(memory, ip + Frame.IPV4_TTL);
        final int newWord = (oldWord & 0xff00) | IpProtocol.MINIMAL;
        final long newAddresses = ((long) tunnel.source4(packet) << 32) | (destination & 0xffff_ffffL);
        final int outerChecksum = Checksum.updated(Frame.unsignedShort(memory, ip + Frame.IPV4_CHECKSUM),
                Checksum.sum(addresses) + total + oldWord, Checksum.sum(newAddresses) + total + shim + newWord);
        Frame.setShort(memory, ip + Frame.IPV4_TOTAL_LENGTH, total + shim);
        Frame.setShort(memory, ip + Frame.IPV4_TTL, newWord);
        Frame.setShort(memory, ip + Frame.IPV4_CHECKSUM, outerChecksum);
        Frame.setWord(memory, ip + Frame.IPV4_ADDRESSES, newAddresses);
        return start;
    }
}
