package dev.directrix.jmh;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Sound frames of every kind that a pipeline meets: what the mutator starts from. */
final class SeedFrames {
    static final InetAddress VIP_4 = InetAddress.ofLiteral("192.0.2.10");
    static final InetAddress VIP_6 = InetAddress.ofLiteral("2001:db8::10");
    static final InetAddress LOCAL_4 = InetAddress.ofLiteral("10.2.0.1");
    static final InetAddress SERVER_4 = InetAddress.ofLiteral("10.1.0.1");
    static final InetAddress SERVER_6 = InetAddress.ofLiteral("fd00:1::1");
    private static final InetAddress CLIENT_4 = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress CLIENT_6 = InetAddress.ofLiteral("2001:db8:c::7");
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int CLIENTS = 12;
    private static final int[] FLAGS = {0x02, 0x10, 0x18, 0x11, 0x04};

    private final List<byte[]> frames = new ArrayList<>();

    private SeedFrames() {
    }

    /**
     * Frames to some ports of both VIPs, from their servers, and errors about them.
     *
     * @param ports service ports
     */
    static List<byte[]> to(final int... ports) {
        final SeedFrames all = new SeedFrames();
        for (final int port : ports) {
            for (int client = 0; client < CLIENTS; client++) {
                all.flow(CLIENT_4, VIP_4, 40_000 + client, port);
                all.flow(CLIENT_6, VIP_6, 40_000 + client, port);
            }
            all.errors(port);
            all.flow(SERVER_4, LOCAL_4, port, 1024 + port % 7);
            all.flow(SERVER_4, CLIENT_4, port, 40_000);
            all.flow(SERVER_6, CLIENT_6, port, 40_001);
        }
        all.tagged();
        return all.frames;
    }

    private void flow(final InetAddress from, final InetAddress to, final int sourcePort, final int port) {
        for (final int flags : FLAGS) {
            frames.add(frame(ip(from, to, TCP, tcp(sourcePort, port, flags, 20 + flags))));
        }
        frames.add(frame(ip(from, to, UDP, udp(sourcePort, port, 30))));
        frames.add(frame(ip(from, to, UDP, udp(sourcePort, port, 1440))));
        final byte[] options = ip(from, to, TCP, tcp(sourcePort, port, 0x10, 8));
        if (options[0] >>> 4 == 4) {
            fragments(options, udp(sourcePort, port, 900));
        }
    }

    private void fragments(final byte[] packet, final byte[] datagram) {
        for (int part = 0; part < 3; part++) {
            final ByteBuffer fragment = ByteBuffer.allocate(20 + 304).put(packet, 0, 20)
                    .put(datagram, part * 304, Math.min(304, datagram.length - part * 304));
            fragment.putShort(2, (short) 324).putShort(4, (short) frames.size()).put(9, (byte) UDP);
            fragment.putShort(6, (short) ((part < 2 ? 0x2000 : 0) | part * 38));
            frames.add(frame(fragment.array()));
        }
    }

    private void errors(final int port) {
        final byte[] answer4 = ip(VIP_4, CLIENT_4, TCP, tcp(port, 40_000, 0x10, 0));
        final byte[] answer6 = ip(VIP_6, CLIENT_6, TCP, tcp(port, 40_000, 0x10, 0));
        frames.add(frame(ip(CLIENT_4, VIP_4, 1, icmp(3, 4, answer4))));
        frames.add(frame(ip(CLIENT_6, VIP_6, 58, icmp(2, 0, answer6))));
        frames.add(frame(ip(CLIENT_4, VIP_4, 1, icmp(8, 0, new byte[24]))));
        frames.add(frame(ip(CLIENT_6, VIP_6, 58, icmp(128, 0, new byte[24]))));
    }

    private void tagged() {
        for (final byte[] frame : List.copyOf(frames.subList(0, 40))) {
            frames.add(ByteBuffer.allocate(frame.length + 4).put(frame, 0, 12).putInt(0x8100_0064)
                    .put(frame, 12, frame.length - 12).array());
        }
    }

    private static byte[] frame(final byte[] packet) {
        return ByteBuffer.allocate(14 + packet.length).putLong(BenchmarkNextHops.OWN_MAC << 16)
                .putInt(8, 0x0000_00fe).position(6).putShort((short) 0x0200).position(12)
                .putShort((short) (packet[0] >>> 4 == 4 ? 0x0800 : 0x86dd)).put(packet).array();
    }

    private static byte[] ip(
            final InetAddress from, final InetAddress to, final int protocol, final byte[] payload) {
        final byte[] source = from.getAddress();
        if (source.length == 4) {
            return ByteBuffer.allocate(20 + payload.length).putShort((short) 0x4500)
                    .putShort((short) (20 + payload.length)).putInt(0x0001_0000).put((byte) 60).put((byte) protocol)
                    .putShort((short) 0).put(source).put(to.getAddress()).put(payload).array();
        }
        return ByteBuffer.allocate(40 + payload.length).putInt(0x6000_0000).putShort((short) payload.length)
                .put((byte) protocol).put((byte) 60).put(source).put(to.getAddress()).put(payload).array();
    }

    private static byte[] tcp(final int sourcePort, final int port, final int flags, final int payload) {
        final boolean syn = (flags & 2) != 0;
        return ByteBuffer.allocate(24 + payload).putShort((short) sourcePort).putShort((short) port)
                .putInt(7).putInt(9).putShort((short) (0x6000 | flags)).putShort((short) 500).putInt(0x1234_0000)
                .putInt(syn ? 0x0204_05b4 : 0x0101_0101).array();
    }

    private static byte[] udp(final int sourcePort, final int port, final int payload) {
        return ByteBuffer.allocate(8 + payload).putShort((short) sourcePort).putShort((short) port)
                .putShort((short) (8 + payload)).putShort((short) 0x5a5a).array();
    }

    private static byte[] icmp(final int type, final int code, final byte[] data) {
        return ByteBuffer.allocate(8 + data.length).put((byte) type).put((byte) code).putShort((short) 0x77)
                .putInt(1400).put(data).array();
    }
}
