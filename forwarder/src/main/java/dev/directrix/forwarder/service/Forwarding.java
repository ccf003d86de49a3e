package dev.directrix.forwarder.service;

import java.net.InetAddress;
import java.util.Map;
import java.util.Objects;

/**
 * How packets get to the servers of a pool. Immutable.
 *
 * @param mode       the mode
 * @param tunnel     outer headers, of a tunnel mode
 * @param nat        local addresses, of FULLNAT
 * @param codePoints DSCP code point (1 to 63) that names each VIP to the servers, of DSCP
 */
public record Forwarding(
        ForwardingMode mode, TunnelSettings tunnel, NatSettings nat, Map<InetAddress, Integer> codePoints) {
    /** Direct routing. */
    public static final Forwarding DIRECT = of(ForwardingMode.DR);
    /** No code point. */
    public static final int NO_CODE_POINT = -1;

    /** Checks the code points. */
    public Forwarding {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(tunnel, "tunnel");
        Objects.requireNonNull(nat, "nat");
        codePoints = Map.copyOf(codePoints);
        codePoints.forEach((vip, code) -> {
            if (code < 1 || code > 63) {
                throw new IllegalArgumentException("DSCP " + code + " of " + vip.getHostAddress()
                        + " is not within 1..63");
            }
        });
    }

    /** A mode with the settings that hold when nothing is said. */
    public static Forwarding of(final ForwardingMode mode) {
        return new Forwarding(mode, TunnelSettings.DEFAULT, NatSettings.NONE, Map.of());
    }

    /** A tunnel mode. */
    public static Forwarding of(final ForwardingMode mode, final TunnelSettings tunnel) {
        return new Forwarding(mode, tunnel, NatSettings.NONE, Map.of());
    }

    /** NAT or FULLNAT. */
    public static Forwarding of(final ForwardingMode mode, final NatSettings nat) {
        return new Forwarding(mode, TunnelSettings.DEFAULT, nat, Map.of());
    }

    /** DSCP with the code points of the VIPs. */
    public static Forwarding dscp(final Map<InetAddress, Integer> codePoints) {
        return new Forwarding(ForwardingMode.DSCP, TunnelSettings.DEFAULT, NatSettings.NONE, codePoints);
    }

    /** The code point of a VIP, or {@link #NO_CODE_POINT}. */
    public int codePointOf(final InetAddress vip) {
        return codePoints.getOrDefault(vip, NO_CODE_POINT);
    }
}
