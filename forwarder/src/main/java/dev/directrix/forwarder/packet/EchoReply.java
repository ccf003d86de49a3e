package dev.directrix.forwarder.packet;

import java.lang.foreign.MemorySegment;

/**
 * Turns an ICMP or ICMPv6 echo request into its reply in place (RFC 792, RFC 1122 §3.2.2.6, RFC 4443 §4.2). Checksums
 * are updated, not computed, so a packet that was damaged stays recognisable as damaged.
 */
public final class EchoReply {
    private static final int TTL = 64;
    private static final int CHECKSUM = 2;

    private EchoReply() {
    }

    /**
     * Whether this is an echo request without IPv4 options or IPv6 extension headers; one with options (record route,
     * source route) would need them answered in kind.
     *
     * @param packet a packet of {@link PacketKind#ICMP}
     */
    public static boolean isRequest(final MemorySegment memory, final PacketParser packet) {
        final int typeAndCode = Frame.unsignedShort(memory, packet.transport());
        final long header = packet.transport() - packet.ip();
        return packet.isIpv4()
                ? typeAndCode == IcmpType.ECHO_REQUEST_4 << 8 && header == Frame.IPV4_BYTES
                : typeAndCode == IcmpType.ECHO_REQUEST_6 << 8 && header == Frame.IPV6_BYTES;
    }

    /**
     * Rewrites the request: addresses swapped, a fresh TTL, the type of a reply; back to its sender's station, from
     * this MAC address. VLAN tags stay.
     *
     * @param frame where the Ethernet header begins
     */
    public static void answer(
            final MemorySegment memory, final long frame, final PacketParser packet, final long ownMac) {
        Frame.setMacs(memory, frame, Frame.sourceMac(memory, frame), ownMac);
        final long transport = packet.transport();
        if (packet.isIpv4()) {
            answer4(memory, packet.ip());
            Frame.setByte(memory, transport, IcmpType.ECHO_REPLY_4);
            shift(memory, transport + CHECKSUM, IcmpType.ECHO_REQUEST_4 << 8, IcmpType.ECHO_REPLY_4 << 8);
        } else {
            answer6(memory, packet.ip());
            Frame.setByte(memory, transport, IcmpType.ECHO_REPLY_6);
            shift(memory, transport + CHECKSUM, IcmpType.ECHO_REQUEST_6 << 8, IcmpType.ECHO_REPLY_6 << 8);
        }
    }

    private static void answer4(final MemorySegment memory, final long ip) {
        final long addresses = Frame.word(memory, ip + Frame.IPV4_ADDRESSES);
        Frame.setWord(memory, ip + Frame.IPV4_ADDRESSES, Long.rotateLeft(addresses, 32));
        final int ttlAndProtocol = Frame.unsignedShort(memory, ip + Frame.IPV4_TTL);
        final int fresh = (TTL << 8) | (ttlAndProtocol & 0xff);
        Frame.setShort(memory, ip + Frame.IPV4_TTL, fresh);
        final int checksum = Frame.unsignedShort(memory, ip + Frame.IPV4_CHECKSUM);
        Frame.setShort(memory, ip + Frame.IPV4_CHECKSUM, Checksum.updated(checksum, ttlAndProtocol, fresh));
    }

    private static void answer6(final MemorySegment memory, final long ip) {
        final long sourceHigh = Frame.word(memory, ip + Frame.IPV6_SOURCE);
        final long sourceLow = Frame.word(memory, ip + Frame.IPV6_SOURCE + Long.BYTES);
        Frame.setWord(memory, ip + Frame.IPV6_SOURCE, Frame.word(memory, ip + Frame.IPV6_DESTINATION));
        Frame.setWord(memory, ip + Frame.IPV6_SOURCE + Long.BYTES,
                Frame.word(memory, ip + Frame.IPV6_DESTINATION + Long.BYTES));
        Frame.setWord(memory, ip + Frame.IPV6_DESTINATION, sourceHigh);
        Frame.setWord(memory, ip + Frame.IPV6_DESTINATION + Long.BYTES, sourceLow);
        Frame.setByte(memory, ip + Frame.IPV6_HOP_LIMIT, TTL);
    }

    /**
     * RFC 1624 §2, equation 2: unlike equation 3 it finds the 0xffff of a message that is all zeros, which an echo
     * reply can be and no other message can.
     */
    private static void shift(final MemorySegment memory, final long at, final int oldWord, final int newWord) {
        final long sum = Frame.unsignedShort(memory, at) + (long) oldWord + (~newWord & 0xffff);
        Frame.setShort(memory, at, Checksum.fold(sum));
    }
}
