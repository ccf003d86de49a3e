package dev.directrix.lab.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A capture file of TCP SYNs from many source ports to one address, and where a director sent each of them. */
final class SynPcap {
    private static final int MAGIC = 0xa1b2c3d4;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int FRAME = 54;
    private static final int IP = 14;
    private static final int TCP = 34;
    private static final int ETHERNET = 1;

    private SynPcap() {
    }

    /** Writes one SYN from each port, checksums included. Addresses are big-endian numbers. */
    static void write(Path file, int client, int vip, List<Integer> ports) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(FILE_HEADER + ports.size() * (RECORD_HEADER + FRAME));
        out.order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC).putShort((short) 2).putShort((short) 4);
        out.putInt(0).putInt(0).putInt(65535).putInt(ETHERNET);
        int second = 0;
        for (int port : ports) {
            out.putInt(++second).putInt(0).putInt(FRAME).putInt(FRAME).put(frame(client, vip, port));
        }
        Files.write(file, out.array());
    }

    private static byte[] frame(int client, int vip, int port) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME);
        frame.put(HexFormat.of().parseHex("020000000011" + "0200000000fe" + "0800"));
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (FRAME - IP)).putInt(0x00004000);
        frame.put((byte) 63).put((byte) 6).putShort((short) 0).putInt(client).putInt(vip);
        frame.putShort((short) port).putShort((short) 80).putInt(port).putInt(0);
        frame.put((byte) 0x50).put((byte) 0x02).putShort((short) 64240).putInt(0);
        frame.putShort(IP + 10, checksum(frame, IP, TCP, 0));
        int pseudo = (client >>> 16) + (client & 0xffff) + (vip >>> 16) + (vip & 0xffff) + 6 + FRAME - TCP;
        frame.putShort(TCP + 16, checksum(frame, TCP, FRAME, pseudo));
        return frame.array();
    }

    private static short checksum(ByteBuffer frame, int from, int to, int start) {
        int sum = start;
        for (int at = from; at < to; at += 2) {
            sum += frame.getShort(at) & 0xffff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    /** The MAC address that each source port's frame was sent to. */
    static Map<Integer, String> destinations(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, String> destinations = new TreeMap<>();
        int at = FILE_HEADER;
        while (at < in.limit()) {
            int length = in.getInt(at + 8);
            byte[] frame = new byte[length];
            in.get(at + RECORD_HEADER, frame);
            int port = ((frame[TCP] & 0xff) << 8) | (frame[TCP + 1] & 0xff);
            destinations.put(port, HexFormat.ofDelimiter(":").formatHex(frame, 0, 6));
            at += RECORD_HEADER + length;
        }
        return destinations;
    }
}
