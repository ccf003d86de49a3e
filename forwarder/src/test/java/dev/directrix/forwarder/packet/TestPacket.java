package dev.directrix.forwarder.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/** Frames for tests, with right lengths and checksums unless a test spoils them. */
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

    private long destinationMac = OWN_MAC;
    private long sourceMac = ROUTER_MAC;
    private int source = 0xc633_6407;
    private int destination = 0xc000_020a;
    private int ttl = 57;
    private int fragment = 0x4000;
    private int protocol = Frame.PROTOCOL_TCP;
    private byte[] options = new byte[0];
    private byte[] transport = new byte[0];
    private int padding;

    /** A TCP segment to 192.0.2.10:80. */
    public static TestPacket tcp(final int sourcePort, final int flags) {
        return new TestPacket().withTcp(sourcePort, 80, flags);
    }

    /** A UDP datagram to 192.0.2.10:53. */
    public static TestPacket udp(final int sourcePort) {
        final TestPacket packet = new TestPacket();
        packet.protocol = Frame.PROTOCOL_UDP;
        packet.transport = ByteBuffer.allocate(12)
                .putShort((short) sourcePort).putShort((short) 53).putShort((short) 12).array();
        return packet;
    }

    /** An ICMP message with 24 bytes of data to 192.0.2.10. */
    public static TestPacket icmp(final int type) {
        final TestPacket packet = new TestPacket();
        packet.protocol = Frame.PROTOCOL_ICMP;
        final ByteBuffer message = ByteBuffer.allocate(32).put(0, (byte) type).putInt(4, 0x1234_0001);
        for (int i = 8; i < 32; i++) {
            message.put(i, (byte) (i * 7));
        }
        packet.transport = message.putShort(2, (short) checksum(message.array(), 0, 32)).array();
        return packet;
    }

    /** TCP with these ports and flags. */
    public TestPacket withTcp(final int sourcePort, final int destinationPort, final int flags) {
        protocol = Frame.PROTOCOL_TCP;
        transport = ByteBuffer.allocate(26)
                .putShort((short) sourcePort).putShort((short) destinationPort).putInt(7).putInt(9)
                .putShort((short) (0x5000 | flags)).putShort((short) 512).array();
        return this;
    }

    /** From this client. */
    public TestPacket from(final int address) {
        source = address;
        return this;
    }

    /** To this address. */
    public TestPacket to(final int address) {
        destination = address;
        return this;
    }

    /** With these MAC addresses. */
    public TestPacket macs(final long to, final long from) {
        destinationMac = to;
        sourceMac = from;
        return this;
    }

    /** With this TTL. */
    public TestPacket ttl(final int value) {
        ttl = value;
        return this;
    }

    /** With these flags and offset of fragmentation. */
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

    /** With bytes behind the IP packet, as Ethernet pads short frames. */
    public TestPacket padded(final int bytes) {
        padding = bytes;
        return this;
    }

    /** The frame. */
    public byte[] bytes() {
        final int header = Frame.IPV4_BYTES + options.length;
        final int total = header + transport.length;
        final ByteBuffer frame = ByteBuffer.allocate(Frame.ETHERNET_BYTES + total + padding);
        frame.putLong(0, destinationMac << 16).putShort(6, (short) (sourceMac >>> 32)).putInt(8, (int) sourceMac);
        frame.putShort(12, (short) Frame.ETHERTYPE_IPV4);
        frame.put(14, (byte) (0x40 | (header / 4))).putShort(16, (short) total).putShort(18, (short) 0x77);
        frame.putShort(20, (short) fragment).put(22, (byte) ttl).put(23, (byte) protocol);
        frame.putInt(26, source).putInt(30, destination);
        frame.put(34, options).put(Frame.ETHERNET_BYTES + header, transport);
        frame.putShort(24, (short) checksum(frame.array(), 14, header));
        return frame.array();
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
