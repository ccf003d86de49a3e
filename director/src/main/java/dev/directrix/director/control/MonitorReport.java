package dev.directrix.director.control;

import java.util.List;

/**
 * What routers tell by BMP.
 *
 * @param routers   those that are connected
 * @param refused   connections of strangers since the start
 * @param malformed connections closed since the start because of what came over them
 */
public record MonitorReport(List<Router> routers, long refused, long malformed) {

    /** Freezes the list. */
    public MonitorReport {
        routers = List.copyOf(routers);
    }

    /**
     * One router.
     *
     * @param address  from where it connects
     * @param name     what it calls itself; empty: nothing
     * @param sessions BGP sessions that it has
     * @param paths    to our VIPs, of all its tables
     * @param messages that came
     */
    public record Router(String address, String name, int sessions, int paths, long messages) {
    }
}
