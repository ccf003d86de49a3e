package dev.directrix.director.control;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * One VIP.
 *
 * @param address  its address
 * @param state    how it stands towards the routers
 * @param reason   why it is not announced; empty when it is
 * @param weight   its ECMP weight in force
 * @param services what is served at it, in the order of the file
 * @param traffic  what went through this director for it
 */
public record VipReport(
    InetAddress address, VipState state, Optional<String> reason, int weight, List<ServiceReport> services,
    TrafficReport traffic) {

    /** Freezes the list. */
    public VipReport {
        services = List.copyOf(services);
    }
}
