package dev.directrix.bgp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the speaker is, and to whom it speaks. Immutable.
 *
 * @param asn       our AS number, 1 to 4294967295
 * @param routerId  our BGP identifier, not 0.0.0.0; unique among the routers of the AS (RFC 6286)
 * @param listen    where to accept connections, a wildcard meaning both IP versions; empty: only connect ourselves
 * @param neighbors the routers, each address once
 */
public record SpeakerConfig(
    long asn, Inet4Address routerId, Optional<InetSocketAddress> listen, List<NeighborConfig> neighbors) {

    /** Checks the values. */
    public SpeakerConfig {
        Objects.requireNonNull(listen, "listen");
        if (asn < 1 || asn > 0xffff_ffffL) {
            throw new IllegalArgumentException("asn " + asn + " is not within 1..4294967295");
        }
        if (routerId.isAnyLocalAddress()) {
            throw new IllegalArgumentException(
                "router id 0.0.0.0 is not allowed (RFC 6286): give an address of this node");
        }
        neighbors = List.copyOf(neighbors);
        final Set<InetAddress> seen = new HashSet<>();
        for (final NeighborConfig neighbor : neighbors) {
            if (!seen.add(neighbor.address())) {
                throw new IllegalArgumentException(
                    "neighbor " + neighbor.address().getHostAddress() + " is there twice");
            }
            if (neighbor.passive() && listen.isEmpty()) {
                throw new IllegalArgumentException("neighbor " + neighbor.address().getHostAddress()
                    + " is passive, but the speaker does not listen: set a listen address or drop passive");
            }
        }
    }

    /** The same with other neighbours. */
    public SpeakerConfig withNeighbors(final List<NeighborConfig> newNeighbors) {
        return new SpeakerConfig(asn, routerId, listen, newNeighbors);
    }
}
