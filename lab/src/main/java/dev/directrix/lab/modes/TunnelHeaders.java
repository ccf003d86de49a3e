package dev.directrix.lab.modes;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Takes the director's outer headers off an Ethernet frame, by the wire formats alone: what the product's own code
 * makes of them is what is in question.
 */
final class TunnelHeaders {
    private static final int ETHERNET = 14;
    private static final int TYPE_AT = 12;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int IPV6_BYTES = 40;
    private static final int UDP_BYTES = 8;
    private static final int NOT_WHOLE = 0x3fff;
    private static final int GRE_CHECKSUM_OR_ROUTING = 0xc000;
    private static final int GRE_KEY = 0x2000;
    private static final int GRE_SEQUENCE = 0x1000;
    private static final int MINIMAL_SOURCE = 0x80;

    private TunnelHeaders() {
    }

    /** The frame with the packet that is inside; empty when the frame carries no tunnel. */
    static Optional<byte[]> strip(byte[] frame) {
        ByteBuffer packet = ByteBuffer.wrap(frame);
        if (frame.length < ETHERNET + 20) {
            return Optional.empty();
        }
        return switch (packet.getShort(TYPE_AT) & 0xffff) {
            case IPV4 -> {
                int header = (packet.get(ETHERNET) & 0xf) * 4;
                int end = ETHERNET + (packet.getShort(ETHERNET + 2) & 0xffff);
                boolean whole = (packet.getShort(ETHERNET + 6) & NOT_WHOLE) == 0 && end <= frame.length;
                yield whole ? inside(packet, packet.get(ETHERNET + 9) & 0xff, ETHERNET + header, end)
                    : Optional.empty();
            }
            case IPV6 -> inside(packet, packet.get(ETHERNET + 6) & 0xff, ETHERNET + IPV6_BYTES,
                Math.min(frame.length, ETHERNET + IPV6_BYTES + (packet.getShort(ETHERNET + 4) & 0xffff)));
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> inside(ByteBuffer packet, int protocol, int at, int end) {
        return switch (protocol) {
            case 4 -> Optional.of(frame(packet, IPV4, at, end));
            case 41 -> Optional.of(frame(packet, IPV6, at, end));
            case 47 -> behindGre(packet, at, end);
            case 17 -> behindUdp(packet, at, end);
            case 55 -> Optional.of(behindMinimal(packet, at, end));
            default -> Optional.empty();
        };
    }

    /** RFC 2784, RFC 2890. */
    private static Optional<byte[]> behindGre(ByteBuffer packet, int at, int end) {
        int flags = packet.getShort(at);
        if ((flags & GRE_CHECKSUM_OR_ROUTING) != 0) {
            return Optional.empty();
        }
        int bytes = 4 + ((flags & GRE_KEY) == 0 ? 0 : 4) + ((flags & GRE_SEQUENCE) == 0 ? 0 : 4);
        return Optional.of(frame(packet, packet.getShort(at + 2) & 0xffff, at + bytes, end));
    }

    /** GUE at the ports of the lab (draft-ietf-intarea-gue-09): variant 0 with a header, variant 1 plain IP. */
    private static Optional<byte[]> behindUdp(ByteBuffer packet, int at, int end) {
        int port = packet.getShort(at + 2) & 0xffff;
        if (port != Mode.GUE_PORT && port != Mode.GUE_DIRECT_PORT) {
            return Optional.empty();
        }
        int first = packet.get(at + UDP_BYTES) & 0xff;
        return switch (first >> 6) {
            case 0 -> Optional.of(frame(packet, packet.get(at + UDP_BYTES + 1) == 4 ? IPV4 : IPV6,
                at + UDP_BYTES + 4 + (first & 0x1f) * 4, end));
            case 1 -> Optional.of(frame(packet, first >> 4 == 4 ? IPV4 : IPV6, at + UDP_BYTES, end));
            default -> Optional.empty();
        };
    }

    private static byte[] frame(ByteBuffer packet, int type, int at, int end) {
        byte[] inner = new byte[ETHERNET + end - at];
        packet.get(0, inner, 0, TYPE_AT);
        ByteBuffer.wrap(inner).putShort(TYPE_AT, (short) type);
        packet.get(at, inner, ETHERNET, end - at);
        return inner;
    }

    /**
     * RFC 2004 §3.1. The IP header is the outer one with what the minimal header keeps; its checksum is made anew,
     * while that of the transport header is the client's.
     */
    private static byte[] behindMinimal(ByteBuffer packet, int at, int end) {
        int kept = (packet.get(at + 1) & MINIMAL_SOURCE) == 0 ? 8 : 12;
        byte[] inner = new byte[end - kept];
        packet.get(0, inner, 0, at);
        packet.get(at + kept, inner, at, end - at - kept);
        ByteBuffer header = ByteBuffer.wrap(inner);
        header.putShort(ETHERNET + 2, (short) (end - ETHERNET - kept));
        header.put(ETHERNET + 9, packet.get(at));
        header.putInt(ETHERNET + 16, packet.getInt(at + 4));
        if (kept == 12) {
            header.putInt(ETHERNET + 12, packet.getInt(at + 8));
        }
        header.putShort(ETHERNET + 10, (short) 0);
        long sum = 0;
        for (int word = ETHERNET; word < at; word += 2) {
            sum += header.getShort(word) & 0xffff;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        header.putShort(ETHERNET + 10, (short) ~sum);
        return inner;
    }
}
