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
 * @param nextHop             where the router shall send
 * @param asPath              AS numbers, nearest first; empty on an internal session
 * @param localPref           on internal sessions
 * @param communities         as {@code ASN:VALUE} (RFC 1997)
 * @param extendedCommunities as {@code link-bandwidth:ASN:BYTES-PER-SECOND}, with {@code :non-transitive} behind it
 * @param largeCommunities    as {@code ASN:A:B} (RFC 8092)
 * @param pending             true: not handed to TCP yet
 */
public record AdvertisedRoute(
    String neighborId,
    InetAddress neighbor,
    Prefix prefix,
    long pathId,
    InetAddress nextHop,
    List<Long> asPath,
    OptionalLong localPref,
    List<String> communities,
    List<String> extendedCommunities,
    List<String> largeCommunities,
    boolean pending) {

    /** Freezes the lists. */
    public AdvertisedRoute {
        asPath = List.copyOf(asPath);
        communities = List.copyOf(communities);
        extendedCommunities = List.copyOf(extendedCommunities);
        largeCommunities = List.copyOf(largeCommunities);
    }
}
