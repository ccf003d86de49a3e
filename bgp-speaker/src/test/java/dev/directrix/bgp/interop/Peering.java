package dev.directrix.bgp.interop;

import java.util.List;
import java.util.Optional;

/**
 * What a router's configuration says of us. Both families are always on; the router is AS 65000, we are AS 65101.
 *
 * @param ipv6            the session runs over IPv6
 * @param password        TCP-MD5 key
 * @param addPath         takes several paths of a prefix (RFC 7911)
 * @param extendedNextHop takes IPv4 prefixes with IPv6 next hops (RFC 8950)
 * @param bfd             BFD beside the session
 * @param passive         never connects
 * @param holdSeconds     hold time that it offers
 * @param routerId        its BGP identifier
 * @param neighbors       our addresses
 */
record Peering(
    boolean ipv6,
    Optional<String> password,
    boolean addPath,
    boolean extendedNextHop,
    boolean bfd,
    boolean passive,
    int holdSeconds,
    String routerId,
    List<String> neighbors) {

    static final int ASN = 65_000;
    static final int NEIGHBOR_ASN = 65_101;

    static Peering overIpv4() {
        return new Peering(false, Optional.empty(), false, false, false, false, 9, RouterLab.ROUTER,
            List.of(RouterLab.ONE));
    }

    static Peering overIpv6() {
        return new Peering(true, Optional.empty(), false, false, false, false, 9, RouterLab.ROUTER,
            List.of(RouterLab.ONE_IPV6));
    }

    Peering withPassword(final String key) {
        return new Peering(ipv6, Optional.of(key), addPath, extendedNextHop, bfd, passive, holdSeconds, routerId,
            neighbors);
    }

    Peering withAddPath() {
        return new Peering(ipv6, password, true, extendedNextHop, bfd, passive, holdSeconds, routerId, neighbors);
    }

    Peering withExtendedNextHop() {
        return new Peering(ipv6, password, addPath, true, bfd, passive, holdSeconds, routerId, neighbors);
    }

    Peering withBfd() {
        return new Peering(ipv6, password, addPath, extendedNextHop, true, passive, holdSeconds, routerId, neighbors);
    }

    Peering withPassive() {
        return new Peering(ipv6, password, addPath, extendedNextHop, bfd, true, holdSeconds, routerId, neighbors);
    }

    Peering withHoldSeconds(final int seconds) {
        return new Peering(ipv6, password, addPath, extendedNextHop, bfd, passive, seconds, routerId, neighbors);
    }

    Peering withNeighbors(final String newRouterId, final List<String> addresses) {
        return new Peering(ipv6, password, addPath, extendedNextHop, bfd, passive, holdSeconds, newRouterId,
            List.copyOf(addresses));
    }

    /** The router's address on the sessions. */
    String routerAddress() {
        return ipv6 ? RouterLab.ROUTER_IPV6 : RouterLab.ROUTER;
    }
}
