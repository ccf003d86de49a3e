package dev.directrix.forwarder.service;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a datapath shall serve: the VIPs and the services at them. Immutable; a datapath compiles it to a
 * {@link ServiceIndex} and swaps that in at once, so that each packet is decided by one whole table.
 *
 * @param vips     every virtual address, also one without a service (it answers echo requests)
 * @param services the services, each at one of the VIPs
 */
public record ForwardingTable(Set<InetAddress> vips, List<VirtualService> services) {

    /** A table that serves nothing. */
    public static final ForwardingTable EMPTY = new ForwardingTable(Set.of(), List.of());

    /** Checks that services are distinct and at a VIP, and that a pool's name means one pool. */
    public ForwardingTable {
        vips = Set.copyOf(vips);
        services = List.copyOf(services);
        final Set<ServiceKey> keys = new HashSet<>();
        final Map<String, ServerPool> pools = new HashMap<>();
        for (final VirtualService service : services) {
            if (!vips.contains(service.vip())) {
                throw new IllegalArgumentException("service " + service.key() + " is at no VIP of this table");
            }
            if (!keys.add(service.key())) {
                throw new IllegalArgumentException("service " + service.key() + " is given twice");
            }
            final ServerPool other = pools.putIfAbsent(service.pool().name(), service.pool());
            if (other != null && !other.sameAs(service.pool())) {
                throw new IllegalArgumentException("two different pools are named " + other.name());
            }
        }
    }

    /** The table of these VIPs and services. */
    public static ForwardingTable of(final Set<InetAddress> vips, final List<VirtualService> services) {
        return new ForwardingTable(vips, services);
    }
}
