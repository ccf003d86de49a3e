package dev.directrix.forwarder.service;

import java.net.InetAddress;
import java.util.ArrayList;
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

    /** Checks that services are distinct and at a VIP, and that the name of a pool or group means one thing. */
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
        checkRanges(services);
        checkGroups(services);
    }

    private static void checkRanges(final List<VirtualService> services) {
        final Map<ServiceKey, List<ServiceKey>> ranges = new HashMap<>();
        for (final VirtualService service : services) {
            final ServiceKey key = service.key();
            if (key.ports().isSingle() || key.ports().isAny()) {
                continue;
            }
            final List<ServiceKey> others = ranges.computeIfAbsent(
                    new ServiceKey(key.vip(), key.protocol(), PortRange.ANY), _ -> new ArrayList<>());
            for (final ServiceKey other : others) {
                if (other.ports().overlaps(key.ports())) {
                    throw new IllegalArgumentException("services " + other + " and " + key + " have ports in common");
                }
            }
            others.add(key);
        }
    }

    private static void checkGroups(final List<VirtualService> services) {
        final Map<String, VirtualService> groups = new HashMap<>();
        for (final VirtualService service : services) {
            final String group = service.settings().group().orElse("");
            final VirtualService first = group.isEmpty() ? service : groups.getOrDefault(group, service);
            groups.putIfAbsent(group, service);
            if (!first.pool().name().equals(service.pool().name())
                    || !first.settings().persistence().equals(service.settings().persistence())) {
                throw new IllegalArgumentException("services " + first.key() + " and " + service.key() + " of group "
                        + group + " differ in pool or persistence");
            }
        }
    }

    /** The table of these VIPs and services. */
    public static ForwardingTable of(final Set<InetAddress> vips, final List<VirtualService> services) {
        return new ForwardingTable(vips, services);
    }
}
