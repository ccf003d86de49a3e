package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * Translates an ICMP error with the packet that it quotes from one IP version to the other in place (RFC 7915 §4.2 to
 * §4.5, §5.2 to §5.5). It goes to the sender of the quoted packet, from the address that the packet was sent to: so
 * both pairs of addresses are the same, swapped. The checksum is updated, not computed anew: an error that was damaged
 * stays recognisable. Extensions behind the quoted packet (RFC 4884) are left out, options and extension headers too.
 */
public final class ErrorTranslation {
    /** Octets in front of a frame that may be needed. */
    public static final int HEADROOM = 2 * (Frame.IPV6_BYTES - Frame.IPV4_BYTES);

    private static final int ICMP_BYTES = 8;
    private static final int ICMP_CHECKSUM = 2;
    private static final int ICMP_WORD = 4;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;
    private static final int DONT_FRAGMENT = 0x4000;
    /** Octets of what is quoted behind its IP header, so that an error has 1280 octets at most (RFC 4443 §2.4). */
    private static final int MOST_KEPT_6 = 1280 - 2 * Frame.IPV6_BYTES - ICMP_BYTES;
    /** The same for 576 octets (RFC 1812 §4.3.2.3). */
    private static final int MOST_KEPT_4 = 576 - 2 * Frame.IPV4_BYTES - ICMP_BYTES;
    /** Octets of a quoted transport header that every error holds (RFC 792). */
    private static final int LEAST_KEPT = 8;

    private ErrorTranslation() {
    }

    /**
     * Whether the other IP version has an error that says the same.
     *
     * @param packet a parsed {@link dev.directrix.forwarder.packet.PacketKind#ICMP_ERROR}
     */
    public static boolean isPossible(final MemorySegment memory, final PacketParser packet) {
        return (packet.isIpv4() ? ErrorMapping.toIpv6(memory, packet) : ErrorMapping.toIpv4(memory, packet))
                != ErrorMapping.NONE;
    }

    /**
     * Makes an ICMP error of an ICMPv6 error for which {@link #isPossible}.
     *
     * @param frame     where the Ethernet header begins
     * @param addresses of the error, source in the high half, destination in the low half
     * @param ports     of the quoted packet, source in the high half, destination in the low half
     * @return where the Ethernet header begins now; {@link #end4} says where the frame ends
     */
    public static long toIpv4(
            final MemorySegment memory, final long frame, final PacketParser packet, final long addresses,
            final int ports) {
        final long mapping = ErrorMapping.toIpv4(memory, packet);
        final long transport = packet.quotedTransport();
        final int kept = kept(memory, packet, MOST_KEPT_4);
        final long quoted = transport - Frame.IPV4_BYTES;
        final long ip = quoted - ICMP_BYTES - Frame.IPV4_BYTES;
        final long pseudo = Checksum.sum(memory, packet.ip() + Frame.IPV6_SOURCE, 32)
                + packet.transportBytes() + IpProtocol.ICMPV6;
        final long oldSum = pseudo + oldSum(memory, packet, kept);
        final int old = Frame.unsignedShort(memory, packet.transport() + ICMP_CHECKSUM);
        final int ttl = packet.ttl() - 1;
        final int quotedTtl = Frame.unsignedByte(memory, packet.quoted() + Frame.IPV6_HOP_LIMIT);
        final int quotedClass = (Frame.unsignedShort(memory, packet.quoted()) >>> 4) & 0xff;
        final int quotedBytes = Frame.unsignedShort(memory, packet.quoted() + Frame.IPV6_PAYLOAD_LENGTH)
                - (int) (transport - packet.quoted() - Frame.IPV6_BYTES) + Frame.IPV4_BYTES;
        final int trafficClass = packet.trafficClass();
        final long quotedAddressSum = Checksum.sum(memory, packet.quoted() + Frame.IPV6_SOURCE, 32);
        final long start = LinkHeader.move(memory, frame, packet.ip(), ip, Frame.ETHERTYPE_IPV4);
        IpHeaders.write4(memory, ip, trafficClass, (int) (transport - ip) + kept, DONT_FRAGMENT, IpProtocol.ICMP,
                (int) (addresses >>> 32), (int) addresses);
        IpHeaders.setTtl4(memory, ip, ttl);
        IpHeaders.write4(memory, quoted, quotedClass, quotedBytes & 0xffff, DONT_FRAGMENT, packet.protocol(),
                /* source= */ (int) addresses, /* destination= */ (int) (addresses >>> 32));
        IpHeaders.setTtl4(memory, quoted, quotedTtl);
        final long changed = transport(memory, packet, kept, quotedAddressSum, Checksum.sum(addresses), ports);
        writeIcmp(memory, quoted - ICMP_BYTES, mapping, old, oldSum,
                Checksum.sum(memory, quoted, Frame.IPV4_BYTES) + changed);
        return start;
    }

    /** As {@link #toIpv4}, an ICMPv6 error of an ICMP error. */
    public static long toIpv6(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports) {
        final long mapping = ErrorMapping.toIpv6(memory, packet);
        final long transport = packet.quotedTransport();
        final int kept = kept(memory, packet, MOST_KEPT_6);
        final long quoted = transport - Frame.IPV6_BYTES;
        final long ip = quoted - ICMP_BYTES - Frame.IPV6_BYTES;
        final int icmpBytes = ICMP_BYTES + Frame.IPV6_BYTES + kept;
        final long oldSum = oldSum(memory, packet, kept);
        final int old = Frame.unsignedShort(memory, packet.transport() + ICMP_CHECKSUM);
        final int ttl = packet.ttl() - 1;
        final int quotedTtl = Frame.unsignedByte(memory, packet.quoted() + Frame.IPV4_TTL);
        final int quotedClass = Frame.unsignedByte(memory, packet.quoted() + 1);
        final int quotedBytes = Frame.unsignedShort(memory, packet.quoted() + Frame.IPV4_TOTAL_LENGTH)
                - (int) (transport - packet.quoted());
        final int trafficClass = packet.trafficClass();
        final long quotedAddressSum = Checksum.sum(Frame.word(memory, packet.quoted() + Frame.IPV4_ADDRESSES));
        final long start = LinkHeader.move(memory, frame, packet.ip(), ip, Frame.ETHERTYPE_IPV6);
        IpHeaders.write6(memory, ip, trafficClass, (icmpBytes << 8) | IpProtocol.ICMPV6,
                sourceHigh, sourceLow, destinationHigh, destinationLow);
        Frame.setByte(memory, ip + Frame.IPV6_HOP_LIMIT, ttl);
        IpHeaders.write6(memory, quoted, quotedClass, ((quotedBytes & 0xffff) << 8) | packet.protocol(),
                /* sourceHigh= */ destinationHigh, /* sourceLow= */ destinationLow,
                /* destinationHigh= */ sourceHigh, /* destinationLow= */ sourceLow);
        Frame.setByte(memory, quoted + Frame.IPV6_HOP_LIMIT, quotedTtl);
        final long addressSum = Checksum.sum(sourceHigh, sourceLow) + Checksum.sum(destinationHigh, destinationLow);
        final long changed = transport(memory, packet, kept, quotedAddressSum, addressSum, ports);
        writeIcmp(memory, quoted - ICMP_BYTES, mapping, old, oldSum, addressSum + icmpBytes + IpProtocol.ICMPV6
                + Checksum.sum(memory, quoted, Frame.IPV6_BYTES) + changed);
        return start;
    }

    /** Where the frame ends that {@link #toIpv4} left. */
    public static long end4(final MemorySegment memory, final PacketParser packet) {
        final long ip = packet.quotedTransport() - 2 * Frame.IPV4_BYTES - ICMP_BYTES;
        return ip + Frame.unsignedShort(memory, ip + Frame.IPV4_TOTAL_LENGTH);
    }

    /** Where the frame ends that {@link #toIpv6} left. */
    public static long end6(final MemorySegment memory, final PacketParser packet) {
        final long ip = packet.quotedTransport() - 2 * Frame.IPV6_BYTES - ICMP_BYTES;
        return ip + Frame.IPV6_BYTES + Frame.unsignedShort(memory, ip + Frame.IPV6_PAYLOAD_LENGTH);
    }

    /** Octets that stay of what is quoted behind its IP header: no extensions, no more than an error may have. */
    private static int kept(final MemorySegment memory, final PacketParser packet, final int most) {
        final int there = (int) (packet.transport() + packet.transportBytes() - packet.quotedTransport());
        // The length of the quoted packet where extensions follow it: in units of 4 octets, and of 8 (RFC 4884 §4).
        final int octets = packet.isIpv4()
                ? Frame.unsignedByte(memory, packet.transport() + ICMP_WORD + 1) << 2
                : Frame.unsignedByte(memory, packet.transport() + ICMP_WORD) << 3;
        final boolean hasLength = octets != 0 && mayHaveLength(memory, packet);
        final int quoted = hasLength
                ? octets - (int) (packet.quotedTransport() - packet.quoted()) : there;
        return Math.min(Math.min(there, most), Math.max(quoted, LEAST_KEPT));
    }

    /** The other errors have a pointer or an MTU there. */
    private static boolean mayHaveLength(final MemorySegment memory, final PacketParser packet) {
        final int type = Frame.unsignedByte(memory, packet.transport());
        return packet.isIpv4() || type == 1 || type == 3;
    }

    /** The sum of what changes of the ICMP message or goes, as it came, without its checksum. */
    private static long oldSum(final MemorySegment memory, final PacketParser packet, final int kept) {
        final long at = packet.transport();
        final int headers = (int) (packet.quotedTransport() - packet.quoted());
        final long tail = packet.quotedTransport() + kept;
        final int tailBytes = (int) (at + packet.transportBytes() - tail);
        return Frame.unsignedShort(memory, at) + Checksum.sum(Frame.integer(memory, at + ICMP_WORD))
                + Checksum.sum(memory, packet.quoted(), headers) + Checksum.sum(memory, tail, tailBytes)
                + transportSum(memory, packet, kept);
    }

    /** The sum of the ports and the checksum of the quoted packet, as far as they are quoted. */
    private static long transportSum(final MemorySegment memory, final PacketParser packet, final int kept) {
        final long at = packet.quotedTransport();
        final int offset = checksumOffset(packet);
        return Checksum.sum(Frame.integer(memory, at))
                + (kept >= offset + 2 ? Frame.unsignedShort(memory, at + offset) : 0);
    }

    /** New ports and, as far as it is quoted, the checksum of the quoted packet; their sum. */
    private static long transport(
            final MemorySegment memory,
            final PacketParser packet,
            final int kept,
            final long oldAddresses,
            final long newAddresses,
            final int ports) {
        final long at = packet.quotedTransport();
        final int offset = checksumOffset(packet);
        final int oldPorts = Frame.integer(memory, at);
        Frame.setInteger(memory, at, ports);
        if (kept >= offset + 2) {
            final int old = Frame.unsignedShort(memory, at + offset);
            if (old != 0 || offset == TCP_CHECKSUM) {
                Frame.setShort(memory, at + offset, Checksum.updated(
                        old, oldAddresses + Checksum.sum(oldPorts), newAddresses + Checksum.sum(ports)));
            }
        }
        return transportSum(memory, packet, kept);
    }

    private static int checksumOffset(final PacketParser packet) {
        return packet.protocol() == IpProtocol.TCP ? TCP_CHECKSUM : UDP_CHECKSUM;
    }

    private static void writeIcmp(
            final MemorySegment memory,
            final long at,
            final long mapping,
            final int oldChecksum,
            final long oldSum,
            final long newRest) {
        final int typeAndCode = (int) (mapping >>> 32);
        final int word = (int) mapping;
        final int checksum =
                Checksum.updated(oldChecksum, oldSum, newRest + typeAndCode + Checksum.sum(word));
        Frame.setWord(memory, at, ((long) typeAndCode << 48) | ((long) checksum << 32) | (word & 0xffff_ffffL));
    }
}
