package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Checksum;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/**
 * The client's address and port as a TCP option, for servers that see the director as their peer (FULLNAT). Kind 254,
 * the experimental one (RFC 4727 §7.3) that the TOA modules of LVS and DPVS read: a length of 8 with port and IPv4
 * address, or of 20 with port and IPv6 address.
 */
public final class ToaOption {
    /** Octets that a packet grows by at most. */
    public static final int MOST_BYTES = 20;

    private static final int KIND = 254;
    private static final int BYTES_4 = 8;
    private static final int BYTES_6 = 20;
    private static final int TCP_BYTES = 20;
    private static final int MOST_TCP_BYTES = 60;
    private static final int DATA_OFFSET = 12;
    private static final int CHECKSUM = 16;

    private ToaOption() {
    }

    /** Octets that the option takes. */
    public static int bytes(final long clientHigh, final long clientLow) {
        return isMapped(clientHigh, clientLow) ? BYTES_4 : BYTES_6;
    }

    /** Whether the TCP header of this packet has room for the option. */
    public static boolean fits(final MemorySegment memory, final PacketParser packet, final int bytes) {
        return headerBytes(memory, packet.transport()) + bytes <= MOST_TCP_BYTES;
    }

    /**
     * Inserts the option behind the fixed TCP header: what is in front of it moves into the headroom.
     *
     * @param frame      where the Ethernet header begins
     * @param packet     the packet as it is now, an unfragmented TCP segment that the option fits in
     * @param clientHigh first half of the client's address, an IPv4 one being mapped
     * @param clientLow  second half
     * @return where the Ethernet header begins now; the frame ends where it ended
     */
    public static long insert(
            final MemorySegment memory,
            final long frame,
            final PacketParser packet,
            final long clientHigh,
            final long clientLow,
            final int clientPort) {
        final int bytes = bytes(clientHigh, clientLow);
        final int before = (int) (packet.transport() - frame) + TCP_BYTES;
        final long start = frame - bytes;
        MemorySegment.copy(memory, frame, memory, start, before);
        final long tcp = packet.transport() - bytes;
        final int first = (KIND << 24) | (bytes << 16) | clientPort;
        long added = Checksum.sum(first) + bytes;
        Frame.setInteger(memory, tcp + TCP_BYTES, first);
        if (bytes == BYTES_4) {
            Frame.setInteger(memory, tcp + TCP_BYTES + Integer.BYTES, (int) clientLow);
            added += Checksum.sum((int) clientLow);
        } else {
            Frame.setWord(memory, tcp + TCP_BYTES + Integer.BYTES, clientHigh);
            Frame.setWord(memory, tcp + TCP_BYTES + Integer.BYTES + Long.BYTES, clientLow);
            added += Checksum.sum(clientHigh, clientLow);
        }
        final int oldOffset = Frame.unsignedShort(memory, tcp + DATA_OFFSET);
        final int newOffset = oldOffset + ((bytes / Integer.BYTES) << 12);
        Frame.setShort(memory, tcp + DATA_OFFSET, newOffset);
        AddressRewrite.update(memory, tcp + CHECKSUM, oldOffset, newOffset + added);
        lengthen(memory, packet.ip() - bytes, packet, bytes);
        return start;
    }

    private static void lengthen(
            final MemorySegment memory, final long ip, final PacketParser packet, final int bytes) {
        if (packet.isIpv4()) {
            Frame.setShort(memory, ip + Frame.IPV4_TOTAL_LENGTH, packet.ipBytes() + bytes);
            AddressRewrite.update(memory, ip + Frame.IPV4_CHECKSUM, packet.ipBytes(), packet.ipBytes() + bytes);
        } else {
            Frame.setShort(memory, ip + Frame.IPV6_PAYLOAD_LENGTH, packet.ipBytes() - Frame.IPV6_BYTES + bytes);
        }
    }

    private static int headerBytes(final MemorySegment memory, final long tcp) {
        return Frame.unsignedByte(memory, tcp + DATA_OFFSET) >>> 4 << 2;
    }

    private static boolean isMapped(final long high, final long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }
}
