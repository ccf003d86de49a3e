package dev.directrix.forwarder.packet;

import java.lang.foreign.MemorySegment;

/**
 * Reads the headers of one frame at a time into its fields: Ethernet with up to two VLAN tags, IPv4 with options, IPv6
 * with extension headers, TCP, UDP, ICMP and ICMPv6. It reads only bytes of the frame, allocates nothing, and throws
 * nothing whatever the bytes are. For one thread.
 *
 * <p>The addresses are known for every kind but {@link PacketKind#NOT_IP} and {@link PacketKind#TRUNCATED}; ports for
 * TRANSPORT, FIRST_FRAGMENT and ICMP_ERROR; flags for the first two. Of an {@link PacketKind#ICMP_ERROR} addresses,
 * ports and protocol are those of the flow that it quotes as the client's packets show it: the quoted packet went to
 * the client, so its ends are swapped. Checksums are not looked at: a rewrite keeps them right or wrong as they were,
 * so the server's own check holds end to end.
 */
public final class PacketParser {
    private static final int NO_OPTIONS = 0x45;
    private static final int VERSION_6 = 6;
    private static final int MORE_FRAGMENTS_4 = 0x2000;
    private static final int OFFSET_MASK_4 = 0x1fff;
    private static final int MORE_FRAGMENTS_6 = 1;
    private static final int OFFSET_MASK_6 = 0xfff8;
    private static final int FRAGMENT_HEADER_BYTES = 8;
    /** More extension headers than any sender has a use for. */
    private static final int MOST_EXTENSIONS = 8;
    private static final int MOST_TAGS = 2;
    private static final int TCP_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int ICMP_BYTES = 8;
    /** Bytes of a quoted transport header that every error holds (RFC 792). */
    private static final int QUOTED_TRANSPORT_BYTES = 8;
    private static final int FLAG_FIN = 0x01;
    private static final int FLAG_SYN = 0x02;
    private static final int FLAG_RST = 0x04;
    private static final int FLAG_ACK = 0x10;
    private static final long MAPPED = 0xffff_0000_0000L;

    private boolean ipv4;
    private long addresses;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int ports;
    private int protocol;
    private int tcpFlags;
    private int firstWord;
    private int ttl;
    private int ipBytes;
    private int fragmentOffset;
    private boolean moreFragments;
    private int fragmentId;
    private long ip;
    private long transport;
    private int transportBytes;
    private long quoted;
    private long quotedTransport;

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
        final int type = Frame.unsignedShort(memory, frame + Frame.ETHERTYPE);
        return type == Frame.ETHERTYPE_IPV4
                ? parseIpv4(memory, frame + Frame.ETHERNET_BYTES, length - Frame.ETHERNET_BYTES)
                : parseOther(memory, frame, length, type);
    }

    private static PacketKind parseShort(final MemorySegment memory, final long frame, final int length) {
        if (length < Frame.ETHERNET_BYTES) {
            return PacketKind.NOT_IP;
        }
        final int type = Frame.unsignedShort(memory, frame + Frame.ETHERTYPE);
        return type == Frame.ETHERTYPE_IPV4 || type == Frame.ETHERTYPE_IPV6 ? PacketKind.TRUNCATED : PacketKind.NOT_IP;
    }

    private PacketKind parseOther(final MemorySegment memory, final long frame, final int length, final int type) {
        int inner = type;
        int link = Frame.ETHERNET_BYTES;
        for (int tags = 0; tags < MOST_TAGS && Frame.isTag(inner) && length >= link + Frame.TAG_BYTES; tags++) {
            inner = Frame.unsignedShort(memory, frame + link + 2);
            link += Frame.TAG_BYTES;
        }
        final int bytes = length - link;
        if (inner == Frame.ETHERTYPE_IPV6) {
            return bytes < Frame.IPV6_BYTES ? PacketKind.TRUNCATED : parseIpv6(memory, frame + link, bytes);
        }
        if (inner == Frame.ETHERTYPE_IPV4) {
            return bytes < Frame.IPV4_BYTES ? PacketKind.TRUNCATED : parseIpv4(memory, frame + link, bytes);
        }
        return PacketKind.NOT_IP;
    }

    private PacketKind parseIpv4(final MemorySegment memory, final long at, final int bytes) {
        ipv4 = true;
        ip = at;
        addresses = Frame.word(memory, at + Frame.IPV4_ADDRESSES);
        final int lengths = Frame.integer(memory, at);
        firstWord = lengths;
        final int headerBytes = ((lengths >>> 24) & 0xf) << 2;
        final int totalBytes = lengths & 0xffff;
        if (lengths >>> 24 < NO_OPTIONS || lengths >>> 24 > 0x4f || totalBytes < headerBytes || totalBytes > bytes) {
            return PacketKind.BAD_IP_HEADER;
        }
        ipBytes = totalBytes;
        transport = at + headerBytes;
        transportBytes = totalBytes - headerBytes;
        final int fragmentTtlProtocol = Frame.integer(memory, at + Frame.IPV4_FRAGMENT);
        protocol = fragmentTtlProtocol & 0xff;
        ttl = (fragmentTtlProtocol >>> 8) & 0xff;
        if (ttl == 0) {
            return PacketKind.TTL_ZERO;
        }
        final int fragment = fragmentTtlProtocol >>> 16;
        moreFragments = (fragment & MORE_FRAGMENTS_4) != 0;
        fragmentOffset = (fragment & OFFSET_MASK_4) << 3;
        if (moreFragments || fragmentOffset != 0) {
            fragmentId = Frame.unsignedShort(memory, at + Frame.IPV4_ID);
            return parseFragment(memory);
        }
        return parseTransport(memory);
    }

    private PacketKind parseIpv6(final MemorySegment memory, final long at, final int bytes) {
        ipv4 = false;
        ip = at;
        sourceHigh = Frame.word(memory, at + Frame.IPV6_SOURCE);
        sourceLow = Frame.word(memory, at + Frame.IPV6_SOURCE + Long.BYTES);
        destinationHigh = Frame.word(memory, at + Frame.IPV6_DESTINATION);
        destinationLow = Frame.word(memory, at + Frame.IPV6_DESTINATION + Long.BYTES);
        final long fixed = Frame.word(memory, at);
        firstWord = (int) (fixed >>> 32);
        ipBytes = Frame.IPV6_BYTES + ((int) (fixed >>> 16) & 0xffff);
        if (firstWord >>> 28 != VERSION_6 || ipBytes > bytes) {
            return PacketKind.BAD_IP_HEADER;
        }
        ttl = (int) fixed & 0xff;
        if (ttl == 0) {
            return PacketKind.TTL_ZERO;
        }
        moreFragments = false;
        fragmentOffset = 0;
        protocol = (int) (fixed >>> 8) & 0xff;
        transport = at + Frame.IPV6_BYTES;
        transportBytes = ipBytes - Frame.IPV6_BYTES;
        if (!isExtension(protocol)) {
            return parseTransport(memory);
        }
        if (!skipExtensions(memory)) {
            return PacketKind.BAD_IP_HEADER;
        }
        return isFragment() ? parseFragment(memory) : parseTransport(memory);
    }

    private static boolean isExtension(final int nextHeader) {
        return nextHeader == IpProtocol.HOP_BY_HOP || nextHeader == IpProtocol.DESTINATION_OPTIONS
                || nextHeader == IpProtocol.ROUTING || nextHeader == IpProtocol.FRAGMENT;
    }

    /** Goes over extension headers; a later fragment has none behind its fragment header that could be read. */
    private boolean skipExtensions(final MemorySegment memory) {
        for (int headers = 0; isExtension(protocol) && fragmentOffset == 0; headers++) {
            if (headers == MOST_EXTENSIONS || transportBytes < FRAGMENT_HEADER_BYTES) {
                return false;
            }
            final int nextAndLength = Frame.unsignedShort(memory, transport);
            int headerBytes = ((nextAndLength & 0xff) + 1) << 3;
            if (protocol == IpProtocol.FRAGMENT) {
                headerBytes = FRAGMENT_HEADER_BYTES;
                final int field = Frame.unsignedShort(memory, transport + 2);
                fragmentOffset = field & OFFSET_MASK_6;
                moreFragments = (field & MORE_FRAGMENTS_6) != 0;
                fragmentId = Frame.integer(memory, transport + 4);
            } else if (protocol == IpProtocol.ROUTING && Frame.unsignedByte(memory, transport + 3) != 0) {
                // Segments are left: the destination in the header is not the last one.
                return false;
            }
            if (headerBytes > transportBytes) {
                return false;
            }
            protocol = nextAndLength >>> 8;
            transport += headerBytes;
            transportBytes -= headerBytes;
        }
        return true;
    }

    private PacketKind parseFragment(final MemorySegment memory) {
        if (fragmentOffset != 0 || (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP)) {
            return PacketKind.FRAGMENT;
        }
        final PacketKind kind = protocol == IpProtocol.TCP ? parseTcp(memory) : parseFirstUdp(memory);
        return kind == PacketKind.TRANSPORT ? PacketKind.FIRST_FRAGMENT : kind;
    }

    private PacketKind parseTransport(final MemorySegment memory) {
        return switch (protocol) {
            case IpProtocol.TCP -> parseTcp(memory);
            case IpProtocol.UDP -> parseUdp(memory);
            case IpProtocol.ICMP -> ipv4 ? parseIcmp(memory) : PacketKind.OTHER_PROTOCOL;
            case IpProtocol.ICMPV6 -> ipv4 ? PacketKind.OTHER_PROTOCOL : parseIcmp(memory);
            default -> PacketKind.OTHER_PROTOCOL;
        };
    }

    private PacketKind parseTcp(final MemorySegment memory) {
        if (transportBytes < TCP_BYTES) {
            return PacketKind.BAD_TRANSPORT_HEADER;
        }
        ports = Frame.integer(memory, transport);
        final int offsetAndFlags = Frame.unsignedShort(memory, transport + 12);
        final int headerBytes = (offsetAndFlags >>> 12) << 2;
        tcpFlags = offsetAndFlags & 0xff;
        return headerBytes < TCP_BYTES || headerBytes > transportBytes
                ? PacketKind.BAD_TRANSPORT_HEADER : PacketKind.TRANSPORT;
    }

    private PacketKind parseUdp(final MemorySegment memory) {
        if (transportBytes < UDP_BYTES) {
            return PacketKind.BAD_TRANSPORT_HEADER;
        }
        final long header = Frame.word(memory, transport);
        ports = (int) (header >>> 32);
        tcpFlags = 0;
        final int udpBytes = (int) (header >>> 16) & 0xffff;
        return udpBytes < UDP_BYTES || udpBytes > transportBytes
                ? PacketKind.BAD_TRANSPORT_HEADER : PacketKind.TRANSPORT;
    }

    /** A first fragment's UDP length is that of the whole datagram. */
    private PacketKind parseFirstUdp(final MemorySegment memory) {
        if (transportBytes < UDP_BYTES) {
            return PacketKind.BAD_TRANSPORT_HEADER;
        }
        ports = Frame.integer(memory, transport);
        tcpFlags = 0;
        return PacketKind.TRANSPORT;
    }

    private PacketKind parseIcmp(final MemorySegment memory) {
        if (transportBytes < ICMP_BYTES) {
            return PacketKind.BAD_TRANSPORT_HEADER;
        }
        final int type = Frame.unsignedByte(memory, transport);
        final boolean error = ipv4 ? IcmpType.isError4(type) : IcmpType.isError6(type);
        if (!error) {
            return PacketKind.ICMP;
        }
        final long at = transport + ICMP_BYTES;
        final int bytes = transportBytes - ICMP_BYTES;
        return (ipv4 ? quotes4(memory, at, bytes) : quotes6(memory, at, bytes))
                ? PacketKind.ICMP_ERROR : PacketKind.ICMP;
    }

    private boolean quotes4(final MemorySegment memory, final long at, final int bytes) {
        if (bytes < Frame.IPV4_BYTES + QUOTED_TRANSPORT_BYTES) {
            return false;
        }
        final int version = Frame.unsignedByte(memory, at);
        final int headerBytes = (version & 0xf) << 2;
        final int inner = Frame.unsignedByte(memory, at + Frame.IPV4_PROTOCOL);
        if (version < NO_OPTIONS || version > 0x4f || bytes < headerBytes + QUOTED_TRANSPORT_BYTES
                || (Frame.unsignedShort(memory, at + Frame.IPV4_FRAGMENT) & OFFSET_MASK_4) != 0
                || (inner != IpProtocol.TCP && inner != IpProtocol.UDP)) {
            return false;
        }
        addresses = Long.rotateLeft(Frame.word(memory, at + Frame.IPV4_ADDRESSES), 32);
        quote(memory, at, at + headerBytes, inner);
        return true;
    }

    private boolean quotes6(final MemorySegment memory, final long at, final int bytes) {
        if (bytes < Frame.IPV6_BYTES + QUOTED_TRANSPORT_BYTES || Frame.unsignedByte(memory, at) >>> 4 != VERSION_6) {
            return false;
        }
        int inner = Frame.unsignedByte(memory, at + Frame.IPV6_NEXT_HEADER);
        int offset = Frame.IPV6_BYTES;
        for (int headers = 0; isExtension(inner); headers++) {
            final int next = Frame.unsignedShort(memory, at + offset);
            if (inner == IpProtocol.FRAGMENT
                    && (Frame.unsignedShort(memory, at + offset + 2) & OFFSET_MASK_6) != 0) {
                return false;
            }
            offset += inner == IpProtocol.FRAGMENT ? FRAGMENT_HEADER_BYTES : ((next & 0xff) + 1) << 3;
            inner = next >>> 8;
            if (headers == MOST_EXTENSIONS || bytes < offset + QUOTED_TRANSPORT_BYTES) {
                return false;
            }
        }
        if (inner != IpProtocol.TCP && inner != IpProtocol.UDP) {
            return false;
        }
        sourceHigh = Frame.word(memory, at + Frame.IPV6_DESTINATION);
        sourceLow = Frame.word(memory, at + Frame.IPV6_DESTINATION + Long.BYTES);
        destinationHigh = Frame.word(memory, at + Frame.IPV6_SOURCE);
        destinationLow = Frame.word(memory, at + Frame.IPV6_SOURCE + Long.BYTES);
        quote(memory, at, at + offset, inner);
        return true;
    }

    private void quote(final MemorySegment memory, final long at, final long transportAt, final int inner) {
        quoted = at;
        quotedTransport = transportAt;
        protocol = inner;
        ports = Integer.rotateLeft(Frame.integer(memory, transportAt), 16);
        tcpFlags = 0;
    }

    /** Whether it is IPv4; IPv6 otherwise. */
    public boolean isIpv4() {
        return ipv4;
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

    /** First half of the source address, an IPv4 one being mapped (RFC 4291 §2.5.5.2). */
    public long sourceHigh() {
        return ipv4 ? 0 : sourceHigh;
    }

    /** Second half of the source address, an IPv4 one being mapped. */
    public long sourceLow() {
        return ipv4 ? MAPPED | (addresses >>> 32) : sourceLow;
    }

    /** First half of the destination address, an IPv4 one being mapped. */
    public long destinationHigh() {
        return ipv4 ? 0 : destinationHigh;
    }

    /** Second half of the destination address, an IPv4 one being mapped. */
    public long destinationLow() {
        return ipv4 ? MAPPED | (addresses & 0xffff_ffffL) : destinationLow;
    }

    /** Source port in the high half, destination port in the low half. */
    public int ports() {
        return ports;
    }

    /** IP protocol number, of IPv6 behind all extension headers; of an error that of the quoted packet. */
    public int protocol() {
        return protocol;
    }

    /** TTL or hop limit. */
    public int ttl() {
        return ttl;
    }

    /** IPv4 type of service, IPv6 traffic class: DSCP and ECN (RFC 2474, RFC 3168). */
    public int trafficClass() {
        return ipv4 ? (firstWord >>> 16) & 0xff : (firstWord >>> 20) & 0xff;
    }

    /** Where the IP header begins, behind any VLAN tags. */
    public long ip() {
        return ip;
    }

    /** Bytes of the IP packet with its headers; what follows in the frame is padding. */
    public int ipBytes() {
        return ipBytes;
    }

    /** Where the transport header begins, also that of ICMP; of a later fragment, its part of the payload. */
    public long transport() {
        return transport;
    }

    /** Bytes of the packet from the transport header on. */
    public int transportBytes() {
        return transportBytes;
    }

    /** Where the IP header that an error quotes begins. */
    public long quoted() {
        return quoted;
    }

    /** Where the transport header that an error quotes begins; at least eight bytes of it are there. */
    public long quotedTransport() {
        return quotedTransport;
    }

    /** Whether it is a fragment, the first or another. */
    public boolean isFragment() {
        return moreFragments || fragmentOffset != 0;
    }

    /** Where a fragment's part begins in the payload of the whole packet, in bytes. */
    public int fragmentOffset() {
        return fragmentOffset;
    }

    /** Whether fragments with a greater offset follow. */
    public boolean moreFragments() {
        return moreFragments;
    }

    /** What the fragments of a packet have in common beside addresses and protocol: 16 bits of IPv4, 32 of IPv6. */
    public int fragmentId() {
        return fragmentId;
    }

    /** Whether it is UDP. */
    public boolean isUdp() {
        return protocol == IpProtocol.UDP;
    }

    /** The flag octet of TCP (RFC 9293 §3.1); 0 of anything else. */
    public int tcpFlags() {
        return tcpFlags;
    }

    /** TCP with SYN and without ACK: the client opens a connection. */
    public boolean isBareSyn() {
        return (tcpFlags & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN;
    }

    /** TCP with SYN and ACK: the server takes a connection. */
    public boolean isSynAck() {
        return (tcpFlags & (FLAG_SYN | FLAG_ACK)) == (FLAG_SYN | FLAG_ACK);
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
