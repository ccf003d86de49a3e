package dev.directrix.forwarder.rewrite;

import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.TunnelSettings;
import java.net.InetAddress;

/**
 * The settings of a pool's tunnels as the packets' way reads them. Immutable.
 *
 * <p>An outer source address is fixed, or a prefix whose host bits are made from the client's address and port, so
 * that servers spread what comes through tunnels over their receive queues. The rules for that are Katran's: of IPv4
 * the last 16 bits are the client's port with its octets swapped, XORed with the last 16 bits of the client's address;
 * of IPv6 the last 32 bits are those of the client's address, their high half XORed with the client's port.
 */
public final class Tunnel {
    private static final int UNLIMITED = 65_535;
    private static final int GRE_BYTES = 4;
    private static final int GRE_KEY_BYTES = 4;
    private static final int UDP_BYTES = 8;
    private static final int GUE_BYTES = 4;
    private static final int GLB_BYTES = 4;
    private static final int MINIMAL_BYTES = 12;
    private static final int EPHEMERAL = 0xc000;
    private static final int UPPER_HALF = 0x8000;
    private static final OuterSource UNSPECIFIED_4 = OuterSource.of(InetAddress.ofLiteral("0.0.0.0"));
    private static final OuterSource UNSPECIFIED_6 = OuterSource.of(InetAddress.ofLiteral("::"));

    private final TunnelKind kind;
    private final OuterSource source4;
    private final OuterSource source6;
    private final boolean reaches4;
    private final boolean reaches6;
    private final int port;
    private final boolean keyed;
    private final int key;
    private final int mtu;

    private Tunnel(final TunnelKind kind, final TunnelSettings settings) {
        this.kind = kind;
        this.source4 = settings.source4().orElse(UNSPECIFIED_4);
        this.source6 = settings.source6().orElse(UNSPECIFIED_6);
        this.reaches4 = settings.source4().isPresent();
        this.reaches6 = settings.source6().isPresent();
        this.port = settings.port();
        this.keyed = settings.greKey().isPresent();
        this.key = settings.greKey().orElse(0);
        this.mtu = settings.mtu().orElse(UNLIMITED);
    }

    /**
     * The tunnels of a pool.
     *
     * @throws IllegalArgumentException if its mode is no tunnel
     */
    public static Tunnel of(final Forwarding forwarding) {
        final TunnelSettings settings = forwarding.tunnel();
        return new Tunnel(switch (forwarding.mode()) {
            case IPIP -> TunnelKind.IPIP;
            case GRE -> TunnelKind.GRE;
            case MINIMAL -> TunnelKind.MINIMAL;
            case GUE -> switch (settings.variant()) {
                case HEADER -> TunnelKind.GUE;
                case DIRECT -> TunnelKind.GUE_DIRECT;
                case GLB -> TunnelKind.GUE_GLB;
            };
            case DR, NAT, FULLNAT, DSCP ->
                    throw new IllegalArgumentException(forwarding.mode() + " has no tunnels");
        }, settings);
    }

    /** Whether there is a source address for outer headers of this IP version. */
    public boolean reaches(final boolean outerIpv4) {
        return outerIpv4 ? reaches4 : reaches6;
    }

    /** How packets are wrapped. */
    public TunnelKind kind() {
        return kind;
    }

    /** Octets of the largest outer packet that is configured; more than any packet has if nothing is. */
    public int mtu() {
        return mtu;
    }

    /** Octets that a packet grows by at most. */
    public int overhead(final boolean outerIpv4) {
        final int outer = outerIpv4 ? Frame.IPV4_BYTES : Frame.IPV6_BYTES;
        return switch (kind) {
            case IPIP -> outer;
            case GRE -> outer + GRE_BYTES + (keyed ? GRE_KEY_BYTES : 0);
            case GUE -> outer + UDP_BYTES + GUE_BYTES;
            case GUE_DIRECT -> outer + UDP_BYTES;
            case GUE_GLB -> outer + UDP_BYTES + GUE_BYTES + GLB_BYTES;
            case MINIMAL -> Math.max(outer, MINIMAL_BYTES);
        };
    }

    boolean keyed() {
        return keyed;
    }

    int key() {
        return key;
    }

    int port() {
        return port;
    }

    int source4(final PacketParser packet) {
        final int clientPort = packet.ports() >>> 16;
        final int swapped = Integer.reverseBytes(clientPort) >>> 16;
        return source4.address4((swapped ^ (int) packet.sourceLow()) & 0xffff);
    }

    long sourceHigh() {
        return source6.high(0);
    }

    long sourceLow(final PacketParser packet) {
        // The port stands in the high half of both.
        final int inHighHalf = packet.ports() & 0xffff_0000;
        return source6.low((packet.sourceLow() ^ inHighHalf) & 0xffff_ffffL);
    }

    /**
     * The outer source port. Variant 1 follows Katran: over IPv6 the client's port XOR 16 bits of its address, over
     * IPv4 the same with the octets of the port swapped. The others take bits of the flow's hash, in the ephemeral
     * range (draft-ietf-intarea-gue-09 §5.11) or, for GLB, above 32767.
     */
    int sourcePort(final PacketParser packet, final boolean outerIpv4, final long flowHash) {
        if (kind != TunnelKind.GUE_DIRECT) {
            final int least = kind == TunnelKind.GUE ? EPHEMERAL : UPPER_HALF;
            return least | ((int) (flowHash >>> 24) & 0xffff & ~least);
        }
        final int clientPort = packet.ports() >>> 16;
        if (outerIpv4) {
            return (Integer.reverseBytes(clientPort) >>> 16) ^ ((int) packet.sourceLow() & 0xffff);
        }
        final int address = packet.isIpv4() ? packet.source() : (int) (packet.sourceLow() >>> 16);
        return clientPort ^ (address & 0xffff);
    }
}
