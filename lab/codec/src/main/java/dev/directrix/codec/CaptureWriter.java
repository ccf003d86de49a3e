package dev.directrix.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes messages as a capture (pcap, raw IP), each in a TCP segment of its own from port 179 to port 179. Not
 * thread-safe.
 */
final class CaptureWriter implements AutoCloseable {

    /** The largest message: what an IPv4 packet has room for. */
    static final int MAX_MESSAGE = 65_535 - 40;

    private static final int LINKTYPE_RAW = 101;
    private static final int HEADERS = 16 + 20 + 20;
    private static final int BGP_PORT = 179;

    private final OutputStream out;
    private int sequence = 1;

    /** Writes to here; closing this closes that. */
    CaptureWriter(final OutputStream out) {
        this.out = out;
        final ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.BIG_ENDIAN)
            .putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(262_144).putInt(LINKTYPE_RAW);
        put(header.array());
    }

    /** Writes one message. */
    void write(final byte[] message) {
        final int length = 40 + message.length;
        final ByteBuffer packet = ByteBuffer.allocate(HEADERS + message.length).order(ByteOrder.BIG_ENDIAN)
            .putLong(0).putInt(length).putInt(length)
            .putShort((short) 0x4500).putShort((short) length).putInt(0x4000).putShort((short) 0x4006)
            .putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002)
            .putShort((short) BGP_PORT).putShort((short) BGP_PORT).putInt(sequence).putInt(1)
            .putInt(0x5018_ffff).putInt(0)
            .put(message);
        packet.putShort(16 + 10, (short) checksum(packet, 16, 20));
        sequence += message.length;
        put(packet.array());
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(final byte[] octets) {
        try {
            out.write(octets);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Internet checksum (RFC 1071) over an even number of octets. */
    private static int checksum(final ByteBuffer buffer, final int from, final int count) {
        int sum = 0;
        for (int i = from; i < from + count; i += 2) {
            sum += buffer.getShort(i) & 0xffff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum;
    }
}
