package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IcmpType;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * Turns a packet into the ICMP or ICMPv6 error that answers it, in place: from the address that it was sent to, with
 * its first octets behind the error's header. Never to be used for a packet that is an ICMP error itself, nor for a
 * later fragment (RFC 1122 §3.2.2, RFC 4443 §2.4).
 *
 * <p>As many octets are quoted as Katran quotes: 84 of IPv4, which is the largest header and a TCP header (RFC 1812
 * §4.3.2.3 asks for more than 28), and 248 of IPv6.
 */
public final class IcmpError {
    /** Octets in front of a frame that may be needed. */
    public static final int HEADROOM = 48;

    private static final int ICMP_BYTES = 8;
    private static final int MOST_QUOTED_4 = 84;
    private static final int MOST_QUOTED_6 = 248;
    private static final int FRAGMENTATION_NEEDED =
            (IcmpType.UNREACHABLE_4 << 8) | IcmpType.FRAGMENTATION_NEEDED;

    private IcmpError() {
    }

    /**
     * The packet is too big: fragmentation needed (RFC 1191 §4), or ICMPv6 packet too big (RFC 4443 §3.2).
     *
     * @param frame where the Ethernet header begins
     * @param mtu   the largest packet that would pass
     * @param own   MAC address that it leaves from
     * @return where the Ethernet header begins now; the length is {@link #length}
     */
    public static long tooBig(
            final MemorySegment memory, final long frame, final PacketParser packet, final int mtu, final long own) {
        return packet.isIpv4()
                ? error4(memory, frame, packet, FRAGMENTATION_NEEDED, mtu & 0xffff, own)
                : error6(memory, frame, packet, IcmpType.TOO_BIG_6 << 8, mtu, own);
    }

    /** The TTL or hop limit of the packet ended here (RFC 792, RFC 4443 §3.3). */
    public static long timeExceeded(
            final MemorySegment memory, final long frame, final PacketParser packet, final long own) {
        return packet.isIpv4()
                ? error4(memory, frame, packet, IcmpType.TIME_EXCEEDED_4 << 8, 0, own)
                : error6(memory, frame, packet, IcmpType.TIME_EXCEEDED_6 << 8, 0, own);
    }

    /** Octets of a frame that was turned into an error. */
    public static int length(final PacketParser packet, final long start) {
        return (int) (packet.ip() - start) + quotedBytes(packet);
    }

    private static int quotedBytes(final PacketParser packet) {
        return Math.min(packet.ipBytes(), packet.isIpv4() ? MOST_QUOTED_4 : MOST_QUOTED_6);
    }

    private static long error4(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final int typeAndCode,
            final int word,
            final long own) {
        final int quoted = quotedBytes(packet);
        final long icmp = packet.ip() - ICMP_BYTES;
        final long ip = icmp - Frame.IPV4_BYTES;
        final long start = back(memory, frame, packet, ip, Frame.ETHERTYPE_IPV4, own);
        IpHeaders.write4(memory, ip, 0, Frame.IPV4_BYTES + ICMP_BYTES + quoted, 0, IpProtocol.ICMP,
                /* source= */ packet.destination(), /* destination= */ packet.source());
        final long sum = typeAndCode + Checksum.sum(word) + Checksum.sum(memory, packet.ip(), quoted);
        writeIcmp(memory, icmp, typeAndCode, Checksum.finish(sum), word);
        return start;
    }

    private static long error6(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final int typeAndCode,
            final int word,
            final long own) {
        final int quoted = quotedBytes(packet);
        final int payload = ICMP_BYTES + quoted;
        final long icmp = packet.ip() - ICMP_BYTES;
        final long ip = icmp - Frame.IPV6_BYTES;
        final long start = back(memory, frame, packet, ip, Frame.ETHERTYPE_IPV6, own);
        IpHeaders.write6(memory, ip, 0, (payload << 8) | IpProtocol.ICMPV6,
                /* sourceHigh= */ packet.destinationHigh(), /* sourceLow= */ packet.destinationLow(),
                /* destinationHigh= */ packet.sourceHigh(), /* destinationLow= */ packet.sourceLow());
        final long sum = typeAndCode + Checksum.sum(word) + Checksum.sum(memory, packet.ip(), quoted)
                + Checksum.sum(memory, ip + Frame.IPV6_SOURCE, 32) + payload + IpProtocol.ICMPV6;
        writeIcmp(memory, icmp, typeAndCode, Checksum.finish(sum), word);
        return start;
    }

    private static long back(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final long ip,
            final int type,
            final long own) {
        final long sender = Frame.sourceMac(memory, frame);
        final long start = LinkHeader.move(memory, frame, packet.ip(), ip, type);
        Frame.setMacs(memory, start, sender, own);
        return start;
    }

    private static void writeIcmp(
            final MemorySegment memory, final long icmp, final int typeAndCode, final int checksum, final int word) {
        Frame.setWord(memory, icmp,
                ((long) typeAndCode << 48) | ((long) checksum << 32) | (word & 0xffff_ffffL));
    }
}
