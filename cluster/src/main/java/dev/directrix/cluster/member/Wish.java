package dev.directrix.cluster.member;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a member's configuration and health checks say of the servers. Immutable.
 *
 * @param pools by name, the servers that the configuration lists, with their weights, in the order of addresses
 * @param dead  the servers that do not answer this member, for as long as its checks ask for
 */
public record Wish(Map<String, List<Wanted>> pools, Set<ServerName> dead) {
    /** Nothing configured. */
    public static final Wish NONE = new Wish(Map.of(), Set.of());

    /**
     * A server of a pool.
     *
     * @param address canonical text
     * @param weight  0: it takes no new flows
     */
    public record Wanted(String address, int weight) {
    }

    /** Freezes and orders the collections. */
    public Wish {
        final Map<String, List<Wanted>> ordered = new TreeMap<>();
        pools.forEach((pool, servers) -> ordered.put(pool,
                servers.stream().sorted((a, b) -> a.address().compareTo(b.address())).toList()));
        pools = Collections.unmodifiableMap(ordered);
        dead = Set.copyOf(dead);
    }
}
