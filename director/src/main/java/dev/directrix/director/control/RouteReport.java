package dev.directrix.director.control;

import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.List;

/**
 * One route as one neighbour got it.
 *
 * @param prefix      the VIP
 * @param neighbor    the router
 * @param nextHop     where it sends
 * @param weight      announced weight; also when the neighbour is told none
 * @param communities all of them in words, as {@code 65000:100} or {@code bandwidth:65101:1.25e+08}
 */
public record RouteReport(
    Prefix prefix, InetAddress neighbor, InetAddress nextHop, int weight, List<String> communities) {

    /** Freezes the list. */
    public RouteReport {
        communities = List.copyOf(communities);
    }
}
