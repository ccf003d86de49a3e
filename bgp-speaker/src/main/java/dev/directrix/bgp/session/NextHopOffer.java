package dev.directrix.bgp.session;

import dev.directrix.bgp.wire.Family;

/**
 * Routes of a family may have next hops of another address family (RFC 8950 §4).
 *
 * @param family     the family
 * @param nextHopAfi address family of the next hops: 2 for IPv6
 */
public record NextHopOffer(Family family, int nextHopAfi) {
}
