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
 */
public record TunnelSettings(
        Optional<OuterSource> source4,
        Optional<OuterSource> source6,
        int port,
        GueVariant variant,
        OptionalInt greKey) {
    /** GUE's registered port. */
    public static final int GUE_PORT = 6080;
    /** No sources, GUE with its header at its registered port, no GRE key. */
    public static final TunnelSettings DEFAULT = new TunnelSettings(
            Optional.empty(), Optional.empty(), GUE_PORT, GueVariant.HEADER, OptionalInt.empty());

    /** Checks the port. */
    public TunnelSettings {
        Objects.requireNonNull(source4, "source4");
        Objects.requireNonNull(source6, "source6");
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(greKey, "greKey");
        PortRange.checkPort(port);
    }
}
