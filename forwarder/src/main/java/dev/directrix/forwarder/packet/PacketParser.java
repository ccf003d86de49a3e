package dev.directrix.forwarder.packet;

import java.lang.foreign.MemorySegment;

/**
 * Reads the headers of one frame at a time into its fields. It reads only bytes of the frame, allocates nothing, and
 * throws nothing whatever the bytes are. For one thread.
 *
 * <p>The destination is known for every kind from {@link PacketKind#TRANSPORT} on (an IPv4 address, or for
 * {@link PacketKind#IPV6} the two halves); ports and flags for TRANSPORT only. Checksums are not looked at: nothing
 * that they cover is changed, so the server's own check holds end to end.
 */
public final class PacketParser {
    private static final int NO_OPTIONS = 0x45;
    /** More-fragments bit and fragment offset. */
    private static final int FRAGMENT_MASK = 0x3fff;
    private static final int TCP_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int ICMP_BYTES = 8;
    private static final int FLAG_FIN = 0x01;
    private static final int FLAG_SYN = 0x02;
    private static final int FLAG_RST = 0x04;
    private static final int FLAG_ACK = 0x10;

    private long addresses;
    private long destinationHigh;
    private long destinationLow;
    private int ports;
    private int protocol;
    private int tcpFlags;
    private long transport;

    /**
     * Reads the headers of a frame.
     *
     * @param memory holds the frame
     * @param frame  where its Ethernet header begins
     * @param length bytes of it, all of them within the memory; zero or more
     */
    public PacketKind parse(final MemorySegment memory, final long frame, final int length) {
        if (length < Frame.ETHERNET_BYTES + Frame.IPV4_BYTES) {
            return parseShort(memory, frame, length);
        }
        final long sourceMacAndType = Frame.word(memory, frame + Frame.SOURCE_MAC);
        if ((int) (sourceMacAndType & 0xffff) != Frame.ETHERTYPE_IPV4) {
            return parseOther(memory, frame, length, (int) (sourceMacAndType & 0xffff));
        }
        addresses = Frame.word(memory, frame + Frame.IPV4_ADDRESSES);
        final int lengths = Frame.integer(memory, frame + Frame.IPV4_LENGTHS);
        final int versionAndHeader = lengths >>> 24;
        final int headerBytes = (versionAndHeader & 0xf) << 2;
        final int totalBytes = lengths & 0xffff;
        if (versionAndHeader < NO_OPTIONS
                || versionAndHeader > 0x4f
                || totalBytes < headerBytes
                || totalBytes > length - Frame.ETHERNET_BYTES) {
            return PacketKind.BAD_IP_HEADER;
        }
        final int fragmentTtlProtocol = Frame.integer(memory, frame + Frame.IPV4_FRAGMENT);
        return parseTransport(
                memory, frame + Frame.ETHERNET_BYTES + headerBytes, totalBytes - headerBytes, fragmentTtlProtocol);
    }

    private PacketKind parseTransport(
            final MemorySegment memory, final long at, final int bytes, final int fragmentTtlProtocol) {
        transport = at;
        protocol = fragmentTtlProtocol & 0xff;
        if ((fragmentTtlProtocol & 0xff00) == 0) {
            return PacketKind.TTL_ZERO;
        }
        if (((fragmentTtlProtocol >>> 16) & FRAGMENT_MASK) != 0) {
            return PacketKind.FRAGMENT;
        }
        return switch (protocol) {
            case Frame.PROTOCOL_TCP -> parseTcp(memory, at, bytes);
            case Frame.PROTOCOL_UDP -> parseUdp(memory, at, bytes);
            case Frame.PROTOCOL_ICMP -> bytes < ICMP_BYTES ? PacketKind.BAD_TRANSPORT_HEADER : PacketKind.ICMP;
            default -> PacketKind.OTHER_PROTOCOL;
        };
    }

    private PacketKind parseTcp(final MemorySegment memory, final long at, final int bytes) {
        if (bytes < TCP_BYTES) {
            return PacketKind.BAD_TRANSPORT_HEADER;
        }
        ports = Frame.integer(memory, at);
        final int offsetAndFlags = Frame.unsignedShort(memory, at + 12);
        final int headerBytes = (offsetAndFlags >>> 12) << 2;
        tcpFlags = offsetAndFlags & 0xff;
        return headerBytes < TCP_BYTES || headerBytes > bytes ? PacketKind.BAD_TRANSPORT_HEADER : PacketKind.TRANSPORT;
    }

    private PacketKind parseUdp(final MemorySegment memory, final long at, final int bytes) {
        if (bytes < UDP_BYTES) {
            return PacketKind.BAD_TRANSPORT_HEADER;
        }
        final long header = Frame.word(memory, at);
        ports = (int) (header >>> 32);
        tcpFlags = 0;
        final int udpBytes = (int) (header >>> 16) & 0xffff;
        return udpBytes < UDP_BYTES || udpBytes > bytes ? PacketKind.BAD_TRANSPORT_HEADER : PacketKind.TRANSPORT;
    }

    private PacketKind parseShort(final MemorySegment memory, final long frame, final int length) {
        if (length < Frame.ETHERNET_BYTES) {
            return PacketKind.NOT_IP;
        }
        final int type = (int) Frame.word(memory, frame + Frame.SOURCE_MAC) & 0xffff;
        return type == Frame.ETHERTYPE_IPV4 || type == Frame.ETHERTYPE_IPV6 ? PacketKind.TRUNCATED : PacketKind.NOT_IP;
    }

    private PacketKind parseOther(final MemorySegment memory, final long frame, final int length, final int type) {
        if (type != Frame.ETHERTYPE_IPV6) {
            return PacketKind.NOT_IP;
        }
        if (length < Frame.ETHERNET_BYTES + Frame.IPV6_BYTES) {
            return PacketKind.TRUNCATED;
        }
        destinationHigh = Frame.word(memory, frame + Frame.IPV6_DESTINATION);
        destinationLow = Frame.word(memory, frame + Frame.IPV6_DESTINATION + Long.BYTES);
        return PacketKind.IPV6;
    }

    /** IPv4 source address in the high half, destination in the low half. */
    public long addresses() {
        return addresses;
    }

    /** IPv4 source address. */
    public int source() {
        return (int) (addresses >>> 32);
    }

    /** IPv4 destination address. */
    public int destination() {
        return (int) addresses;
    }

    /** First half of the IPv6 destination. */
    public long destinationHigh() {
        return destinationHigh;
    }

    /** Second half of the IPv6 destination. */
    public long destinationLow() {
        return destinationLow;
    }

    /** Source port in the high half, destination port in the low half. */
    public int ports() {
        return ports;
    }

    /** IP protocol number. */
    public int protocol() {
        return protocol;
    }

    /** Where the transport header begins. */
    public long transport() {
        return transport;
    }

    /** Whether it is UDP. */
    public boolean isUdp() {
        return protocol == Frame.PROTOCOL_UDP;
    }

    /** TCP with SYN and without ACK: the client opens a connection. */
    public boolean isBareSyn() {
        return (tcpFlags & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
    }

    /** TCP with FIN or RST. */
    public boolean isClosing() {
        return (tcpFlags & (FLAG_FIN | FLAG_RST)) != 0;
    }

    /** TCP with RST. */
    public boolean isReset() {
        return (tcpFlags & FLAG_RST) != 0;
    }
}
