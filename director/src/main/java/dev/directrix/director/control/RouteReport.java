package dev.directrix.director.control;

import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalLong;

/**
 * One route as one neighbour got it.
 *
 * @param prefix              the VIP
 * @param neighbor            name of the neighbour, as {@link NeighborReport#name()}
 * @param pathId              path identifier (RFC 7911), where paths have one
 * @param nextHops            where it sends; for IPv6 perhaps with the link-local companion behind it
 * @param origin              {@code igp}, {@code egp} or {@code incomplete}
 * @param asPath              AS numbers, nearest first
 * @param med                 MULTI_EXIT_DISC, if sent
 * @param localPref           LOCAL_PREF, if sent
 * @param weight              announced weight; also when the neighbour is told none
 * @param communities         as {@code 65000:100}
 * @param largeCommunities    as {@code 65101:1:300}
 * @param extendedCommunities as {@code link-bandwidth:65101:375000000}
 * @param otherAttributes     every other attribute in words
 * @param pending             whether it waits to be sent
 */
public record RouteReport(
    Prefix prefix, String neighbor, OptionalLong pathId, List<InetAddress> nextHops, String origin, List<Long> asPath,
    OptionalLong med, OptionalLong localPref, int weight, List<String> communities, List<String> largeCommunities,
    List<String> extendedCommunities, List<String> otherAttributes, boolean pending) {

    /** Freezes the lists. */
    public RouteReport {
        nextHops = List.copyOf(nextHops);
        asPath = List.copyOf(asPath);
        communities = List.copyOf(communities);
        largeCommunities = List.copyOf(largeCommunities);
        extendedCommunities = List.copyOf(extendedCommunities);
        otherAttributes = List.copyOf(otherAttributes);
    }
}
