package dev.directrix.bgp;

import java.net.Inet4Address;
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
 * @param neighbors the routers; ids are unique, and so are pairs of address and source address
 * @param listenRanges routers that may connect without being configured one by one; the longest prefix counts
 */
public record SpeakerConfig(
    long asn, Inet4Address routerId, Optional<InetSocketAddress> listen, List<NeighborConfig> neighbors,
    List<ListenRange> listenRanges) {

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
        listenRanges = List.copyOf(listenRanges);
        final Set<List<Object>> seen = new HashSet<>();
        final Set<String> ids = new HashSet<>();
        final Set<List<Object>> watched = new HashSet<>();
        for (final NeighborConfig neighbor : neighbors) {
            neighbor.bfd().ifPresent(bfd -> {
                if (!watched.add(List.of(neighbor.address(), neighbor.sourceAddress(), bfd.multihop()))) {
                    throw new IllegalArgumentException("neighbors with address " + neighbor.address().getHostAddress()
                        + " need different source addresses to be watched by BFD each");
                }
            });
            if (!ids.add(neighbor.id())) {
                throw new IllegalArgumentException("neighbor " + neighbor.id() + " is there twice");
            }
            if (!seen.add(List.of(neighbor.address(), neighbor.transport().sourceAddress(),
                neighbor.transport().listenPort(), neighbor.transport().device()))) {
                throw new IllegalArgumentException("neighbors with address " + neighbor.address().getHostAddress()
                    + " need different source addresses or ports to be told apart");
            }
            if (neighbor.passive() && listen.isEmpty() && neighbor.transport().listenPort().isEmpty()) {
                throw new IllegalArgumentException("neighbor " + neighbor.address().getHostAddress()
                    + " is passive, but the speaker does not listen: set a listen address or drop passive");
            }
        }
    }

    /** Without listen ranges. */
    public SpeakerConfig(
        final long asn, final Inet4Address routerId, final Optional<InetSocketAddress> listen,
        final List<NeighborConfig> neighbors) {
        this(asn, routerId, listen, neighbors, List.of());
    }

    /** The same with other neighbours. */
    public SpeakerConfig withNeighbors(final List<NeighborConfig> newNeighbors) {
        return new SpeakerConfig(asn, routerId, listen, newNeighbors, listenRanges);
    }
}
