package dev.directrix.director.reconcile;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.ServiceConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServiceKey;
import dev.directrix.forwarder.service.ServiceSettings;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a forwarding table is made of, cheap to compare: a table is built again only when this changed. Immutable.
 *
 * @param vips      the virtual addresses
 * @param services  pool and settings of each service
 * @param pools     each pool that a service names
 * @param tableSize slots of a pool's Maglev table
 */
public record TableSpec(
    Set<InetAddress> vips, Map<ServiceKey, ServiceSpec> services, Map<String, PoolSpec> pools, int tableSize) {

    /** Freezes the collections. */
    public TableSpec {
        vips = Set.copyOf(vips);
        services = Map.copyOf(services);
        pools = Map.copyOf(pools);
    }

    /**
     * The table that shall be in place.
     *
     * @param leaving VIPs that are no longer configured but were announced a moment ago: routers may still send
     */
    public static TableSpec of(
        final DirectorConfig config, final Map<String, PoolView> pools, final Collection<Leaving> leaving) {
        final Set<InetAddress> vips = new HashSet<>();
        final Map<ServiceKey, ServiceSpec> services = new LinkedHashMap<>();
        final Map<String, PoolSpec> used = new HashMap<>();
        for (final Leaving old : leaving) {
            add(old.vip(), old.pools(), vips, services, used);
        }
        for (final VipConfig vip : config.vips()) {
            add(vip, pools, vips, services, used);
        }
        return new TableSpec(vips, services, used, config.maglev().tableSize());
    }

    private static void add(
        final VipConfig vip, final Map<String, PoolView> pools, final Set<InetAddress> vips,
        final Map<ServiceKey, ServiceSpec> services, final Map<String, PoolSpec> used) {
        vips.add(vip.address());
        for (final ServiceConfig service : vip.services()) {
            final PoolView pool = pools.get(service.pool());
            if (pool != null) {
                services.put(new ServiceKey(vip.address(), service.protocol(), service.ports()),
                    new ServiceSpec(pool.name(), service.settings()));
                used.put(pool.name(), new PoolSpec(pool.servers(), pool.forwarding(), pool.scheduling()));
            }
        }
    }

    /** The VIPs with at least one service that has a server for new flows. */
    public Set<InetAddress> servable() {
        return services.entrySet().stream()
            .filter(service -> pools.get(service.getValue().pool()).servers().stream()
                .anyMatch(RealServer::takesNewFlows))
            .map(service -> service.getKey().vip()).collect(Collectors.toSet());
    }

    /**
     * What a service is made of.
     *
     * @param pool     name of its pool
     * @param settings how its flows are treated
     */
    public record ServiceSpec(String pool, ServiceSettings settings) {
    }

    /**
     * What a pool is made of.
     *
     * @param servers    its servers
     * @param forwarding how packets get there
     * @param scheduling how a server is chosen
     */
    public record PoolSpec(List<RealServer> servers, Forwarding forwarding, Scheduling scheduling) {

        /** Freezes the list. */
        public PoolSpec {
            servers = List.copyOf(servers);
        }
    }

    /**
     * A VIP that a reload removed, kept in the table until the routers have surely stopped sending.
     *
     * @param vip     as it was configured
     * @param pools   its pools as they were
     * @param untilMs when it goes, milliseconds
     */
    public record Leaving(VipConfig vip, Map<String, PoolView> pools, long untilMs) {

        /** Freezes the map. */
        public Leaving {
            pools = Map.copyOf(pools);
        }
    }
}
