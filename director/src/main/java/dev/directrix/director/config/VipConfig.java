package dev.directrix.director.config;

import dev.directrix.ecmp.RoutePolicy;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One virtual address.
 *
 * @param address  the address, announced as /32
 * @param policy   what is added to its route
 * @param weight   this director's share of its traffic, 1 to 65535; empty: the director's weight
 * @param services what is served at it, in the order of the file
 */
public record VipConfig(InetAddress address, RoutePolicy policy, OptionalInt weight, List<ServiceConfig> services) {

    /** Freezes the list. */
    public VipConfig {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(weight, "weight");
        services = List.copyOf(services);
    }
}
