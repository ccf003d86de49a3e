package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * Gives a packet other addresses and ports in place, and keeps its checksums right or wrong as they were (RFC 1624).
 * A UDP checksum of zero stays zero over IPv4: there is none (RFC 768).
 */
public final class AddressRewrite {
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;
    private static final int ICMP_CHECKSUM = 2;
    private static final int NO_CHECKSUM = -1;

    private AddressRewrite() {
    }

    /**
     * Rewrites an IPv4 packet.
     *
     * @param addresses source address in the high half, destination in the low half
     * @param ports     source port in the high half, destination in the low half; ignored for kinds without ports
     */
    public static void rewrite4(
            final MemorySegment memory,
            final PacketParser packet,
            final PacketKind kind,
            final long addresses,
            final int ports) {
        final long ip = packet.ip();
        final long oldAddresses = Frame.word(memory, ip + Frame.IPV4_ADDRESSES);
        final long oldSum = Checksum.sum(oldAddresses);
        final long newSum = Checksum.sum(addresses);
        Frame.setWord(memory, ip + Frame.IPV4_ADDRESSES, addresses);
        update(memory, ip + Frame.IPV4_CHECKSUM, oldSum, newSum);
        final int checksum = checksumOffset(packet, kind);
        if (checksum != NO_CHECKSUM && checksum != ICMP_CHECKSUM) {
            transport(memory, packet, checksum, oldSum, newSum, ports);
        }
    }

    /** As {@link #rewrite4}, of an IPv6 packet. */
    public static void rewrite6(
            final MemorySegment memory,
            final PacketParser packet,
            final PacketKind kind,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports) {
        final long ip = packet.ip();
        final long oldSum = Checksum.sum(memory, ip + Frame.IPV6_SOURCE, 32);
        final long newSum = Checksum.sum(sourceHigh, sourceLow) + Checksum.sum(destinationHigh, destinationLow);
        IpHeaders.writeAddresses6(memory, ip, sourceHigh, sourceLow, destinationHigh, destinationLow);
        final int checksum = checksumOffset(packet, kind);
        if (checksum == ICMP_CHECKSUM) {
            update(memory, packet.transport() + checksum, oldSum, newSum);
        } else if (checksum != NO_CHECKSUM) {
            transport(memory, packet, checksum, oldSum, newSum, ports);
        }
    }

    /**
     * Gives a packet another destination address of its own IP version and leaves the rest.
     *
     * @param destinationLow of an IPv4 address the lowest 32 bits
     */
    public static void redirect(
            final MemorySegment memory,
            final PacketParser packet,
            final PacketKind kind,
            final long destinationHigh,
            final long destinationLow) {
        final long ip = packet.ip();
        final int ports = hasPorts(kind) ? Frame.integer(memory, packet.transport()) : 0;
        if (packet.isIpv4()) {
            final long source = Frame.word(memory, ip + Frame.IPV4_ADDRESSES) & 0xffff_ffff_0000_0000L;
            rewrite4(memory, packet, kind, source | (destinationLow & 0xffff_ffffL), ports);
        } else {
            rewrite6(memory, packet, kind, Frame.word(memory, ip + Frame.IPV6_SOURCE),
                    Frame.word(memory, ip + Frame.IPV6_SOURCE + Long.BYTES), destinationHigh, destinationLow, ports);
        }
    }

    /** Counts one hop: TTL or hop limit one less (RFC 791 §3.2, RFC 8200 §3). It must be more than zero. */
    public static void decrementTtl(final MemorySegment memory, final PacketParser packet) {
        final long ip = packet.ip();
        if (packet.isIpv4()) {
            final int ttlAndProtocol = Frame.unsignedShort(memory, ip + Frame.IPV4_TTL);
            Frame.setShort(memory, ip + Frame.IPV4_TTL, ttlAndProtocol - 0x100);
            update(memory, ip + Frame.IPV4_CHECKSUM, ttlAndProtocol, ttlAndProtocol - 0x100);
        } else {
            final int hopLimit = Frame.unsignedByte(memory, ip + Frame.IPV6_HOP_LIMIT);
            Frame.setByte(memory, ip + Frame.IPV6_HOP_LIMIT, hopLimit - 1);
        }
    }

    /**
     * Marks a packet with a code point and leaves its congestion bits (RFC 2474 §3, RFC 3168 §5).
     *
     * @param codePoint 0 to 63
     */
    public static void mark(final MemorySegment memory, final PacketParser packet, final int codePoint) {
        final long ip = packet.ip();
        final int oldWord = Frame.unsignedShort(memory, ip);
        if (packet.isIpv4()) {
            final int newWord = (oldWord & 0xff03) | (codePoint << 2);
            Frame.setShort(memory, ip, newWord);
            update(memory, ip + Frame.IPV4_CHECKSUM, oldWord, newWord);
        } else {
            Frame.setShort(memory, ip, (oldWord & 0xf03f) | (codePoint << 6));
        }
    }

    private static void transport(
            final MemorySegment memory,
            final PacketParser packet,
            final int checksum,
            final long oldAddresses,
            final long newAddresses,
            final int ports) {
        final long at = packet.transport();
        final int oldPorts = Frame.integer(memory, at);
        Frame.setInteger(memory, at, ports);
        final int old = Frame.unsignedShort(memory, at + checksum);
        if (checksum == UDP_CHECKSUM && old == 0) {
            return;
        }
        final int updated = Checksum.updated(
                old, oldAddresses + Checksum.sum(oldPorts), newAddresses + Checksum.sum(ports));
        Frame.setShort(memory, at + checksum, updated == 0 && checksum == UDP_CHECKSUM ? 0xffff : updated);
    }

    private static boolean hasPorts(final PacketKind kind) {
        return kind == PacketKind.TRANSPORT || kind == PacketKind.FIRST_FRAGMENT;
    }

    private static int checksumOffset(final PacketParser packet, final PacketKind kind) {
        return switch (kind) {
            case TRANSPORT, FIRST_FRAGMENT -> packet.protocol() == IpProtocol.TCP ? TCP_CHECKSUM : UDP_CHECKSUM;
            case ICMP, ICMP_ERROR -> ICMP_CHECKSUM;
            default -> NO_CHECKSUM;
        };
    }

    static void update(final MemorySegment memory, final long at, final long oldSum, final long newSum) {
        Frame.setShort(memory, at, Checksum.updated(Frame.unsignedShort(memory, at), oldSum, newSum));
    }
}
