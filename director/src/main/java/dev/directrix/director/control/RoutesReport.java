package dev.directrix.director.control;

import java.net.InetAddress;
import java.util.List;

/**
 * What is announced to whom, and what is not.
 *
 * @param routes       sorted by prefix, then neighbour
 * @param notAnnounced each VIP that a neighbour does not have, in the same order
 */
public record RoutesReport(List<RouteReport> routes, List<Missing> notAnnounced) {

    /** Freezes the lists. */
    public RoutesReport {
        routes = List.copyOf(routes);
        notAnnounced = List.copyOf(notAnnounced);
    }

    /**
     * A VIP that a neighbour does not have.
     *
     * @param vip      the VIP
     * @param neighbor name of the neighbour
     * @param reason   why, in one line
     */
    public record Missing(InetAddress vip, String neighbor, String reason) {
    }
}
