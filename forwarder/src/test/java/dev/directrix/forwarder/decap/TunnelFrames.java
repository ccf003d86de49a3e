package dev.directrix.forwarder.decap;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Builds packets from the inside out, each with its checksums made from scratch. */
final class TunnelFrames {

    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;

    private TunnelFrames() {
    }

    static InetAddress address(final String text) {
        try {
            return InetAddress.getByName(text);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** An Ethernet frame around an IP packet, behind VLAN tags. */
    static byte[] frame(final byte[] packet, final int... vlans) {
        final ByteBuffer frame = ByteBuffer.allocate(14 + 4 * vlans.length + packet.length);
        frame.put(new byte[] {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2});
        for (final int vlan : vlans) {
            frame.putShort((short) 0x8100).putShort((short) vlan);
        }
        frame.putShort((short) (packet[0] >> 4 == 4 ? 0x0800 : 0x86dd));
        return frame.put(packet).array();
    }

    /** An IPv4 or IPv6 packet, whichever the addresses are. */
    static byte[] ip(
        final InetAddress source, final InetAddress destination, final int protocol, final int traffic,
        final byte[] payload) {
        return source instanceof Inet4Address
            ? ipv4(source, destination, protocol, traffic, 0, new byte[0], payload)
            : ipv6(source, destination, protocol, traffic, payload);
    }

    static byte[] ipv4(
        final InetAddress source, final InetAddress destination, final int protocol, final int tos,
        final int fragment, final byte[] options, final byte[] payload) {
        final int header = 20 + options.length;
        final ByteBuffer packet = ByteBuffer.allocate(header + payload.length);
        packet.put((byte) (0x40 | header / 4)).put((byte) tos).putShort((short) packet.capacity());
        packet.putShort((short) 0x1234).putShort((short) fragment).put((byte) 61).put((byte) protocol);
        packet.putShort((short) 0).put(source.getAddress()).put(destination.getAddress()).put(options).put(payload);
        packet.putShort(10, (short) ~sum(packet.array(), 0, header, 0));
        return packet.array();
    }

    static byte[] ipv6(
        final InetAddress source, final InetAddress destination, final int next, final int traffic,
        final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
        packet.putInt(6 << 28 | traffic << 20 | 0x54321).putShort((short) payload.length);
        packet.put((byte) next).put((byte) 61).put(source.getAddress()).put(destination.getAddress()).put(payload);
        return packet.array();
    }

    /** A TCP, UDP, ICMP or ICMPv6 payload with the checksum that these addresses ask for. */
    static byte[] transport(
        final int protocol, final InetAddress source, final InetAddress destination, final int octets) {
        final byte[] payload = new byte[octets];
        for (int i = 0; i < octets; i++) {
            payload[i] = (byte) (i * 7 + 3);
        }
        final ByteBuffer at = ByteBuffer.wrap(payload);
        if (protocol == UDP) {
            at.putShort(4, (short) octets);
        }
        final int place = switch (protocol) {
            case TCP -> 16;
            case UDP -> 6;
            default -> 2;
        };
        at.putShort(place, (short) 0);
        final int pseudo = protocol == ICMP ? 0 : sum(source.getAddress(), 0, source.getAddress().length, 0)
            + sum(destination.getAddress(), 0, destination.getAddress().length, 0) + protocol + octets;
        at.putShort(place, (short) ~sum(payload, 0, octets, pseudo));
        return payload;
    }

    static byte[] join(final byte[]... parts) {
        int length = 0;
        for (final byte[] part : parts) {
            length += part.length;
        }
        final ByteBuffer all = ByteBuffer.allocate(length);
        for (final byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** Octets from their numbers. */
    static byte[] octets(final int... values) {
        final byte[] result = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (byte) values[i];
        }
        return result;
    }

    static byte[] udp(final int port, final byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length).putShort((short) 31_000).putShort((short) port)
            .putShort((short) (8 + payload.length)).putShort((short) 0).put(payload).array();
    }

    /** The minimal forwarding header of RFC 2004 §3.1; no source when it is empty. */
    static byte[] minimal(final int protocol, final InetAddress destination, final byte[] source) {
        final ByteBuffer header = ByteBuffer.allocate(8 + source.length);
        header.put((byte) protocol).put((byte) (source.length == 0 ? 0 : 0x80)).putShort((short) 0);
        header.put(destination.getAddress()).put(source);
        header.putShort(2, (short) ~sum(header.array(), 0, header.capacity(), 0));
        return header.array();
    }

    /** The one's complement sum of RFC 1071, folded to 16 bits. */
    static int sum(final byte[] octets, final int from, final int length, final int initial) {
        int sum = initial;
        for (int i = 0; i < length; i++) {
            sum += (octets[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
