package dev.directrix.forwarder.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Frames for tests, with right lengths and checksums unless a test spoils them. IPv4, or IPv6 after {@link #v6}. */
public final class TestPacket {
    /** The client's router. */
    public static final long ROUTER_MAC = 0x0200_0000_00feL;
    /** Our interface. */
    public static final long OWN_MAC = 0x0200_0000_0001L;
    /** TCP flags. */
    public static final int FIN = 1;
    /** TCP flags. */
    public static final int SYN = 2;
    /** TCP flags. */
    public static final int RST = 4;
    /** TCP flags. */
    public static final int ACK = 16;
    /** The IPv6 VIP. */
    public static final InetAddress VIP_6 = InetAddress.ofLiteral("2001:db8::10");
    /** The IPv6 client. */
    public static final InetAddress CLIENT_6 = InetAddress.ofLiteral("2001:db8:c::7");

    private long destinationMac = OWN_MAC;
    private long sourceMac = ROUTER_MAC;
    private byte[] source = InetAddress.ofLiteral("198.51.100.7").getAddress();
    private byte[] destination = InetAddress.ofLiteral("192.0.2.10").getAddress();
    private int[] tags = {};
    private int ttl = 57;
    private int trafficClass;
    private int fragment = 0x4000;
    private int protocol = IpProtocol.TCP;
    private byte[] options = new byte[0];
    private int firstExtension = -1;
    private byte[] transport = new byte[0];
    private int padding;
    private boolean whole = true;

    /** A TCP segment to port 80. */
    public static TestPacket tcp(final int sourcePort, final int flags) {
        return new TestPacket().withTcp(sourcePort, 80, flags);
    }

    /** A UDP datagram of four bytes to port 53. */
    public static TestPacket udp(final int sourcePort) {
        return udp(sourcePort, 4);
    }

    /** A UDP datagram to port 53. */
    public static TestPacket udp(final int sourcePort, final int payloadBytes) {
        final TestPacket packet = new TestPacket();
        packet.protocol = IpProtocol.UDP;
        packet.transport = ByteBuffer.allocate(8 + payloadBytes)
                .putShort((short) sourcePort).putShort((short) 53).putShort((short) (8 + payloadBytes)).array();
        for (int i = 8; i < packet.transport.length; i++) {
            packet.transport[i] = (byte) (i * 31);
        }
        return packet;
    }

    /** An ICMP message with 24 bytes of data. */
    public static TestPacket icmp(final int type) {
        final byte[] data = new byte[24];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) ((i + 8) * 7);
        }
        return icmp(type, 0, 0x1234_0001, data);
    }

    /** An ICMP message. */
    public static TestPacket icmp(final int type, final int code, final int word, final byte... data) {
        final TestPacket packet = new TestPacket();
        packet.protocol = IpProtocol.ICMP;
        packet.transport = ByteBuffer.allocate(8 + data.length)
                .put((byte) type).put((byte) code).putShort((short) 0).putInt(word).put(data).array();
        return packet;
    }

    /** TCP with these ports and flags. */
    public TestPacket withTcp(final int sourcePort, final int destinationPort, final int flags) {
        protocol = IpProtocol.TCP;
        transport = ByteBuffer.allocate(26)
                .putShort((short) sourcePort).putShort((short) destinationPort).putInt(7).putInt(9)
                .putShort((short) (0x5000 | flags)).putShort((short) 512).array();
        return this;
    }

    /** TCP with as many bytes of payload. */
    public TestPacket payload(final int bytes) {
        transport = ByteBuffer.allocate(20 + bytes).put(transport, 0, 20).array();
        for (int i = 20; i < transport.length; i++) {
            transport[i] = (byte) (i * 13);
        }
        return this;
    }

    /** With this header and data behind the IP header, as it is but for the checksum. */
    public TestPacket transport(final byte... bytes) {
        transport = bytes.clone();
        return this;
    }

    /** With a part of a packet behind the IP header, as it is. */
    public TestPacket part(final byte... bytes) {
        whole = false;
        return transport(bytes);
    }

    /** Over IPv6, from {@link #CLIENT_6} to {@link #VIP_6}; ICMP becomes ICMPv6. */
    public TestPacket v6() {
        source = CLIENT_6.getAddress();
        destination = VIP_6.getAddress();
        protocol = protocol == IpProtocol.ICMP ? IpProtocol.ICMPV6 : protocol;
        return this;
    }

    /** From this client. */
    public TestPacket from(final int address) {
        source = ByteBuffer.allocate(4).putInt(address).array();
        return this;
    }

    /** From this address. */
    public TestPacket from(final InetAddress address) {
        source = address.getAddress();
        return this;
    }

    /** To this address. */
    public TestPacket to(final int address) {
        destination = ByteBuffer.allocate(4).putInt(address).array();
        return this;
    }

    /** To this address. */
    public TestPacket to(final InetAddress address) {
        destination = address.getAddress();
        return this;
    }

    /** With these MAC addresses. */
    public TestPacket macs(final long to, final long from) {
        destinationMac = to;
        sourceMac = from;
        return this;
    }

    /** With VLAN tags, the outer one first: its type in the high half, its control information in the low half. */
    public TestPacket tags(final int... values) {
        tags = values.clone();
        return this;
    }

    /** With this TTL. */
    public TestPacket ttl(final int value) {
        ttl = value;
        return this;
    }

    /** With this type of service or traffic class. */
    public TestPacket trafficClass(final int value) {
        trafficClass = value;
        return this;
    }

    /** With these flags and offset of fragmentation; IPv4 only. */
    public TestPacket fragment(final int value) {
        fragment = value;
        return this;
    }

    /** With this IP protocol. */
    public TestPacket protocol(final int value) {
        protocol = value;
        return this;
    }

    /** With IPv4 options, a multiple of four bytes. */
    public TestPacket options(final byte... bytes) {
        options = bytes.clone();
        return this;
    }

    /** With IPv6 extension headers: the type of the first, and all of them, the last naming the protocol. */
    public TestPacket extensions(final int first, final byte... bytes) {
        firstExtension = first;
        options = bytes.clone();
        return this;
    }

    /** With bytes behind the IP packet, as Ethernet pads short frames. */
    public TestPacket padded(final int bytes) {
        padding = bytes;
        return this;
    }

    /** The frame. */
    public byte[] bytes() {
        final byte[] ip = ip();
        final ByteBuffer frame = ByteBuffer.allocate(Frame.ETHERNET_BYTES + 4 * tags.length + ip.length + padding);
        frame.putLong(0, destinationMac << 16).putShort(6, (short) (sourceMac >>> 32)).putInt(8, (int) sourceMac);
        frame.position(12);
        for (final int tag : tags) {
            frame.putInt(tag);
        }
        frame.putShort((short) (source.length == 4 ? Frame.ETHERTYPE_IPV4 : Frame.ETHERTYPE_IPV6));
        return frame.put(ip).array();
    }

    /** The IP packet. */
    public byte[] ip() {
        return source.length == 4 ? ip4() : ip6();
    }

    private byte[] ip4() {
        final int header = Frame.IPV4_BYTES + options.length;
        final ByteBuffer packet = ByteBuffer.allocate(header + transport.length);
        packet.put((byte) (0x40 | (header / 4))).put((byte) trafficClass).putShort((short) packet.capacity());
        packet.putShort((short) 0x77).putShort((short) fragment).put((byte) ttl).put((byte) protocol);
        packet.putShort((short) 0).put(source).put(destination).put(options).put(checked());
        packet.putShort(10, (short) checksum(packet.array(), 0, header));
        return packet.array();
    }

    private byte[] ip6() {
        final ByteBuffer packet = ByteBuffer.allocate(Frame.IPV6_BYTES + options.length + transport.length);
        packet.putInt(0x6000_0000 | (trafficClass << 20)).putShort((short) (options.length + transport.length));
        packet.put((byte) (firstExtension < 0 ? protocol : firstExtension)).put((byte) ttl);
        return packet.put(source).put(destination).put(options).put(checked()).array();
    }

    private byte[] checked() {
        final int at = switch (protocol) {
            case IpProtocol.TCP -> 16;
            case IpProtocol.UDP -> 6;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> 2;
            default -> transport.length;
        };
        if (!whole || at + 2 > transport.length) {
            return transport;
        }
        final byte[] result = transport.clone();
        ByteBuffer.wrap(result).putShort(at, (short) 0);
        final int sum = protocol == IpProtocol.ICMP ? checksum(result, 0, result.length)
                : transportChecksum(source, destination, protocol, result);
        ByteBuffer.wrap(result).putShort(at, (short) (sum == 0 && protocol == IpProtocol.UDP ? 0xffff : sum));
        return result;
    }

    /** The checksum over a pseudo-header and a transport header with its data: 0 if the one in it is right. */
    public static int transportChecksum(
            final byte[] from, final byte[] to, final int protocol, final byte... transport) {
        final ByteBuffer all = ByteBuffer.allocate(from.length + to.length + 8 + transport.length);
        all.put(from).put(to).putInt(transport.length).putInt(protocol).put(transport);
        return checksum(all.array(), 0, all.capacity());
    }

    /** The frame in memory that ends where it ends, so that a read behind it fails. */
    public MemorySegment segment() {
        return segment(bytes());
    }

    /** Bytes in memory that ends where they end. */
    public static MemorySegment segment(final byte... bytes) {
        return Arena.ofAuto().allocate(Math.max(1, bytes.length), 8).asSlice(0, bytes.length)
                .copyFrom(MemorySegment.ofArray(bytes));
    }

    /** The bytes of memory. */
    public static byte[] bytes(final MemorySegment memory) {
        return memory.toArray(ValueLayout.JAVA_BYTE);
    }

    /** The Internet checksum over some bytes, computed in full (RFC 1071). */
    public static int checksum(final byte[] bytes, final int from, final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (bytes[from + i] & 0xffL) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }
}
