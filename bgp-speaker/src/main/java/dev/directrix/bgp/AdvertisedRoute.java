package dev.directrix.bgp;

import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;

/**
 * One route of one neighbour's Adj-RIB-Out, as an engineer reads it.
 *
 * @param neighborId          the key of the neighbour
 * @param neighbor            the router
 * @param prefix              the VIP
 * @param pathId              path identifier, or {@link dev.directrix.bgp.wire.Nlri#NO_PATH_ID}
 * @param nextHops            where the router shall send; for IPv6 perhaps with the link-local companion behind it
 * @param origin              {@code igp}, {@code egp} or {@code incomplete}
 * @param asPath              AS numbers, nearest first; empty on an internal session
 * @param med                 MULTI_EXIT_DISC, if sent
 * @param localPref           on internal sessions
 * @param communities         as {@code ASN:VALUE} (RFC 1997)
 * @param extendedCommunities as {@code link-bandwidth:ASN:BYTES-PER-SECOND}, with {@code :non-transitive} behind it
 * @param largeCommunities    as {@code ASN:A:B} (RFC 8092)
 * @param otherAttributes     every other attribute, in words
 * @param pending             true: not handed to TCP yet
 */
public record AdvertisedRoute(
    String neighborId,
    InetAddress neighbor,
    Prefix prefix,
    long pathId,
    List<InetAddress> nextHops,
    String origin,
    List<Long> asPath,
    OptionalLong med,
    OptionalLong localPref,
    List<String> communities,
    List<String> extendedCommunities,
    List<String> largeCommunities,
    List<String> otherAttributes,
    boolean pending) {

    /** Freezes the lists. */
    public AdvertisedRoute {
        nextHops = List.copyOf(nextHops);
        asPath = List.copyOf(asPath);
        communities = List.copyOf(communities);
        extendedCommunities = List.copyOf(extendedCommunities);
        largeCommunities = List.copyOf(largeCommunities);
        otherAttributes = List.copyOf(otherAttributes);
    }

    /** Where the router shall send. */
    public InetAddress nextHop() {
        return nextHops.getFirst();
    }
}
