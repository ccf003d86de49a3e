package dev.directrix.forwarder.packet;

import java.nio.ByteBuffer;

/** IPv6 packets with extension headers. */
final class TestPacket6 {
    private TestPacket6() {
    }

    /** A UDP datagram's part with a fragment header. */
    static TestPacket fragment(final int id, final int offset, final boolean more) {
        final byte[] header = ByteBuffer.allocate(8)
                .put((byte) IpProtocol.UDP).put((byte) 0).putShort((short) (offset | (more ? 1 : 0)))
                .putInt(id).array();
        return TestPacket.udp(4000, 40).v6().extensions(IpProtocol.FRAGMENT, header);
    }

    /** A TCP segment behind hop-by-hop options of 16 bytes and destination options of 8. */
    static TestPacket tcpBehindOptions() {
        final byte[] headers = ByteBuffer.allocate(24)
                .put(0, (byte) IpProtocol.DESTINATION_OPTIONS).put(1, (byte) 1)
                .put(16, (byte) IpProtocol.TCP).array();
        return TestPacket.tcp(4000, TestPacket.ACK).v6().extensions(IpProtocol.HOP_BY_HOP, headers);
    }
}
