package dev.directrix.forwarder.service;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The outer headers of a tunnel. Immutable.
 *
 * @param source4 source of IPv4 outer headers; absent: no server is reached by IPv4
 * @param source6 source of IPv6 outer headers; absent: no server is reached by IPv6
 * @param port    UDP destination port (GUE only)
 * @param variant what follows the UDP header (GUE only)
 * @param greKey  GRE key (GRE only)
 * @param mtu     octets of the largest outer packet that reaches the servers; absent: as the kernel's routes say
 */
public record TunnelSettings(
        Optional<OuterSource> source4,
        Optional<OuterSource> source6,
        int port,
        GueVariant variant,
        OptionalInt greKey,
        OptionalInt mtu) {
    /** The least MTU that may be given: what IPv4 hosts must accept (RFC 791 §3.1). */
    public static final int LEAST_MTU = 576;
    /** The largest MTU that may be given. */
    public static final int MOST_MTU = 65_535;
    /** GUE's registered port. */
    public static final int GUE_PORT = 6080;
    /** No sources, GUE with its header at its registered port, no GRE key. */
    public static final TunnelSettings DEFAULT = new TunnelSettings(
            Optional.empty(), Optional.empty(), GUE_PORT, GueVariant.HEADER, OptionalInt.empty());

    /** Checks port and MTU. */
    public TunnelSettings {
        Objects.requireNonNull(source4, "source4");
        Objects.requireNonNull(source6, "source6");
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(greKey, "greKey");
        Objects.requireNonNull(mtu, "mtu");
        PortRange.checkPort(port);
        if (mtu.isPresent() && (mtu.getAsInt() < LEAST_MTU || mtu.getAsInt() > MOST_MTU)) {
            throw new IllegalArgumentException(
                    "MTU " + mtu.getAsInt() + " is not within " + LEAST_MTU + ".." + MOST_MTU);
        }
    }

    /** Tunnels over links whose MTU the kernel knows. */
    public TunnelSettings(
            final Optional<OuterSource> source4,
            final Optional<OuterSource> source6,
            final int port,
            final GueVariant variant,
            final OptionalInt greKey) {
        this(source4, source6, port, variant, greKey, OptionalInt.empty());
    }
}
