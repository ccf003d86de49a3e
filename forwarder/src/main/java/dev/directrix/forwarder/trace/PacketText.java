package dev.directrix.forwarder.trace;

import java.net.Inet6Address;
import java.net.InetAddress;

/** A packet's headers on one line, tunnels and what is in them included, as far as their octets were kept. */
public final class PacketText {

    private static final int ICMP = 1;
    private static final int IPIP = 4;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SIT = 41;
    private static final int GRE = 47;
    private static final int MINIMAL = 55;
    private static final int ICMPV6 = 58;
    private static final int GRE_CHECKSUM = 0x80;
    private static final int GRE_KEY = 0x20;
    private static final int GRE_SEQUENCE = 0x10;
    private static final String FLAG_LETTERS = "FSRP.UEW";

    private PacketText() {
    }

    /** Such as {@code ipip 10.0.1.11 > 10.0.1.21 (tcp 198.51.100.7:40000 > 192.0.2.10:80 [S])}. */
    public static String of(final byte[] frame) {
        final Headers headers = new Headers();
        headers.parse(frame, frame.length);
        return text(headers, frame);
    }

    private static String text(final Headers headers, final byte[] frame) {
        final int at = headers.transport();
        return switch (headers.protocol()) {
            case Headers.NONE -> "not IP";
            case TCP -> ported("tcp", headers) + flags(headers.tcpFlags()) + fragment(headers);
            case UDP -> ported("udp", headers) + fragment(headers);
            case ICMP -> plain("icmp", headers) + typeAndCode(frame, at) + fragment(headers);
            case ICMPV6 -> plain("icmpv6", headers) + typeAndCode(frame, at) + fragment(headers);
            case IPIP, SIT -> plain("ipip", headers) + inside(frame, at);
            case GRE -> plain("gre", headers) + inside(frame, at + greOctets(frame, at));
            case MINIMAL -> plain("minimal", headers);
            default -> plain("protocol " + headers.protocol(), headers) + fragment(headers);
        };
    }

    private static String inside(final byte[] frame, final int at) {
        final Headers inner = new Headers();
        inner.parse(frame, frame.length, at);
        return inner.protocol() == Headers.NONE ? "" : " (" + text(inner, frame) + ")";
    }

    private static int greOctets(final byte[] frame, final int at) {
        final int flags = at < frame.length ? frame[at] : 0;
        return 4 + Integer.bitCount(flags & (GRE_CHECKSUM | GRE_KEY | GRE_SEQUENCE)) * 4;
    }

    private static String plain(final String protocol, final Headers headers) {
        return protocol + " " + headers.source().getHostAddress() + " > " + headers.destination().getHostAddress();
    }

    private static String ported(final String protocol, final Headers headers) {
        return headers.sourcePort() == 0 && headers.destinationPort() == 0
            ? plain(protocol, headers)
            : protocol + " " + end(headers.source(), headers.sourcePort()) + " > "
                + end(headers.destination(), headers.destinationPort());
    }

    private static String end(final InetAddress address, final int port) {
        final String host = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }

    private static String typeAndCode(final byte[] frame, final int at) {
        return at + 1 < frame.length ? " type " + (frame[at] & 0xff) + " code " + (frame[at + 1] & 0xff) : "";
    }

    private static String flags(final int flags) {
        final StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < FLAG_LETTERS.length(); bit++) {
            if (((flags >> bit) & 1) != 0) {
                letters.append(FLAG_LETTERS.charAt(bit));
            }
        }
        return letters.isEmpty() ? "" : " [" + letters + "]";
    }

    private static String fragment(final Headers headers) {
        return headers.isFragment() ? " fragment" : "";
    }
}
