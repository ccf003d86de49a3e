package dev.directrix.director.config;

import dev.directrix.ecmp.RoutePolicy;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * One virtual address.
 *
 * @param address  the address, announced as /32
 * @param policy   what is added to its route
 * @param services what is served at it, in the order of the file
 */
public record VipConfig(InetAddress address, RoutePolicy policy, List<ServiceConfig> services) {

    /** Freezes the list. */
    public VipConfig {
        Objects.requireNonNull(policy, "policy");
        services = List.copyOf(services);
    }
}
