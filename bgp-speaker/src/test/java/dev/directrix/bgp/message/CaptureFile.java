package dev.directrix.bgp.message;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The packets of a capture file (pcap or pcapng), and the BGP messages in each. */
final class CaptureFile {

    private static final int PCAPNG_SECTION = 0x0a0d0d0a;
    private static final int ENHANCED_PACKET = 6;
    private static final byte[] MARKER = new byte[16];

    static {
        Arrays.fill(MARKER, (byte) 0xff);
    }

    private CaptureFile() {
    }

    /** Each packet's octets as they were caught; a file that is cut off ends early. */
    static List<byte[]> packets(final byte[] file) {
        final ByteBuffer in = ByteBuffer.wrap(file);
        final int magic = in.getInt(0);
        final List<byte[]> packets = new ArrayList<>();
        try {
            if (magic == PCAPNG_SECTION) {
                readPcapng(in, packets);
            } else {
                in.order(magic == 0xa1b2c3d4 || magic == 0xa1b23c4d ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                readPcap(in, packets);
            }
        } catch (final BufferUnderflowException e) {
            return packets;
        }
        return packets;
    }

    /** Every run of octets that begins with a marker, cut where its length field says or the packet ends. */
    static List<byte[]> messages(final byte[] packet) {
        final List<byte[]> result = new ArrayList<>();
        int at = indexOfMarker(packet, 0);
        while (at >= 0 && at + MessageHeader.LENGTH <= packet.length) {
            final int length = (packet[at + 16] & 0xff) << 8 | (packet[at + 17] & 0xff);
            final int end = Math.min(packet.length, at + Math.max(length, MessageHeader.LENGTH));
            result.add(Arrays.copyOfRange(packet, at, end));
            at = indexOfMarker(packet, end);
        }
        return result;
    }

    private static int indexOfMarker(final byte[] packet, final int from) {
        for (int at = from; at + MARKER.length <= packet.length; at++) {
            if (Arrays.equals(packet, at, at + MARKER.length, MARKER, 0, MARKER.length)) {
                return at;
            }
        }
        return -1;
    }

    private static void readPcap(final ByteBuffer in, final List<byte[]> packets) {
        in.position(24);
        while (in.remaining() >= 16) {
            in.getLong();
            final byte[] packet = new byte[Math.min(in.getInt(), in.remaining() - 4)];
            in.getInt();
            in.get(packet);
            packets.add(packet);
        }
    }

    private static void readPcapng(final ByteBuffer in, final List<byte[]> packets) {
        in.order(in.getInt(8) == 0x1a2b3c4d ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 12) {
            final int start = in.position();
            final int type = in.getInt();
            final int length = in.getInt();
            if (type == ENHANCED_PACKET) {
                final byte[] packet = new byte[in.getInt(start + 20)];
                in.position(start + 28);
                in.get(packet);
                packets.add(packet);
            }
            in.position(start + length);
        }
    }
}
