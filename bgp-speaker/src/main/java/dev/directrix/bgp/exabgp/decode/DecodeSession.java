package dev.directrix.bgp.exabgp.decode;

import dev.directrix.bgp.exabgp.config.CapabilityOptions;
import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.exabgp.event.NeighborIdentity;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The session that messages are read for: with whom, and what shapes their octets.
 *
 * @param neighbor with whom
 * @param families address families that were agreed on
 * @param context  what shapes the octets
 */
public record DecodeSession(NeighborIdentity neighbor, Set<Family> families, CodecContext context) {

    private static final Set<Family> ALL_FAMILIES = Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
    private static final long DEFAULT_AS = 65_533;
    private static final Inet4Address LOOPBACK = Addresses.ipv4(0x7f00_0001L);
    /** The router id that ExaBGP gives a neighbour when a file has none. */
    private static final Inet4Address DEFAULT_ROUTER_ID = Addresses.ipv4(0x0a00_0002L);

    /** Freezes the families. */
    public DecodeSession {
        families = Set.copyOf(families);
    }

    /** Without a file: an internal session on the loopback address, all families, no add-path. */
    public static DecodeSession standard() {
        return standard(LOOPBACK);
    }

    /**
     * With the first neighbour of a file: what it would offer counts as agreed. Without any neighbour it is nearly
     * {@link #standard()}.
     */
    public static DecodeSession of(final ExabgpConfiguration configuration) {
        return configuration.neighbors().stream().findFirst().map(DecodeSession::of)
            .orElseGet(() -> standard(DEFAULT_ROUTER_ID));
    }

    private static DecodeSession of(final ExabgpNeighbor neighbor) {
        final CapabilityOptions offered = neighbor.capabilities();
        final long localAs = neighbor.localAs().orElseGet(() -> neighbor.peerAs().orElse(DEFAULT_AS));
        final long peerAs = neighbor.peerAs().orElse(localAs);
        final Set<Family> ipv6NextHop = offered.nextHops().stream()
            .filter(nextHop -> nextHop.nextHopAfi() == Family.IPV6_UNICAST.afi())
            .map(CapabilityOptions.NextHopFamily::family)
            .filter(family -> !family.equals(Family.IPV6_UNICAST)).collect(Collectors.toSet());
        return new DecodeSession(
            new NeighborIdentity(
                neighbor.localAddress(), neighbor.peerAddress(), localAs, peerAs,
                Optional.of(neighbor.routerId())),
            offered.families(),
            new CodecContext(offered.asn4(), localAs != peerAs,
                offered.addPathMode().receive() ? offered.addPath() : Set.of(), ipv6NextHop,
                offered.extendedMessage() ? CodecContext.EXTENDED_MESSAGE_SIZE : CodecContext.STANDARD_MESSAGE_SIZE));
    }

    private static DecodeSession standard(final Inet4Address routerId) {
        return new DecodeSession(
            new NeighborIdentity(Optional.of(LOOPBACK), LOOPBACK, DEFAULT_AS, DEFAULT_AS, Optional.of(routerId)),
            ALL_FAMILIES,
            new CodecContext(true, false, Set.of(), CodecContext.EXTENDED_MESSAGE_SIZE));
    }
}
