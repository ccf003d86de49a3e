package dev.directrix.cluster.member;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the table of a pool is made from: Maglev over some servers, and then, one after the other, sets of servers that
 * died and of which only their own slots were given to others. Whoever has the same inputs has the same table.
 * Immutable.
 *
 * @param servers  in the order of their numbers
 * @param replaced servers that died since, earliest first
 */
public record PoolInputs(List<Share> servers, List<Set<Integer>> replaced) {
    /** Freezes the lists. */
    public PoolInputs {
        servers = List.copyOf(servers);
        replaced = replaced.stream().map(Set::copyOf).toList();
    }

    /** A table of these servers, all alive. */
    public static PoolInputs of(final List<Share> servers) {
        return new PoolInputs(servers.stream().sorted((a, b) -> Integer.compare(a.server(), b.server())).toList(),
                List.of());
    }

    /** The servers whose slots were given to others. */
    public Set<Integer> dead() {
        final Set<Integer> dead = new LinkedHashSet<>();
        replaced.forEach(dead::addAll);
        return dead;
    }

    /** The servers that have slots, with their weights. */
    public List<Share> alive() {
        if (replaced.isEmpty()) {
            return servers;
        }
        final Set<Integer> dead = dead();
        return servers.stream().filter(share -> !dead.contains(share.server())).toList();
    }

    /** The servers that have slots. */
    public Set<Integer> aliveNumbers() {
        return alive().stream().map(Share::server).collect(Collectors.toSet());
    }

    /** These inputs after the death of some of their servers. */
    public PoolInputs without(final Set<Integer> died) {
        final List<Set<Integer>> next = new ArrayList<>(replaced);
        next.add(died);
        return new PoolInputs(servers, next);
    }
}
