package dev.directrix.director.config;

import dev.directrix.bgp.SpeakerConfig;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole configuration file, checked: every pool that a service names exists, names and addresses are unique.
 * Immutable.
 *
 * @param node     this machine
 * @param weight   this director's share under weighted ECMP, 1 to 65535
 * @param datapath how packets are taken and sent
 * @param flows    which flows are remembered, and for how long
 * @param maglev   the hash that all directors share
 * @param bgp      the sessions to the routers; empty: nothing is announced
 * @param vips     the virtual addresses, in the order of the file
 * @param pools    the pools that a service uses, by name; pools that none uses are left out (with a warning)
 * @param cluster  the cluster that this director is a member of; empty: it stands alone
 * @param auto     how it adapts its weights to its load; empty: it does not
 * @param router   the kind of its routers, for people; empty: not said
 * @param guard    what the guard of ECMP sets listens to
 * @param sites    the sites of anycast VIPs; what routes get here is in each VIP's policy already
 */
public record DirectorConfig(
    NodeConfig node, int weight, DatapathConfig datapath, FlowsConfig flows, MaglevConfig maglev,
    Optional<SpeakerConfig> bgp, List<VipConfig> vips, SortedMap<String, PoolConfig> pools,
    Optional<ClusterConfig> cluster, Optional<WeightAutoConfig> auto,
    Optional<RouterModel> router, GuardConfig guard,
    SitesConfig sites) {

    /** The weight of a director that names none. */
    public static final int DEFAULT_WEIGHT = 100;

    /** Freezes the collections. */
    public DirectorConfig {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(datapath, "datapath");
        Objects.requireNonNull(flows, "flows");
        Objects.requireNonNull(maglev, "maglev");
        Objects.requireNonNull(bgp, "bgp");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(auto, "auto");
        Objects.requireNonNull(router, "router");
        Objects.requireNonNull(guard, "guard");
        Objects.requireNonNull(sites, "sites");
        vips = List.copyOf(vips);
        pools = Collections.unmodifiableSortedMap(new TreeMap<>(pools));
    }

    /** The pool that a service sends to. */
    public PoolConfig poolOf(final ServiceConfig service) {
        return Objects.requireNonNull(pools.get(service.pool()), service.pool());
    }
}
