package dev.directrix.director.runtime;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Servers that a reload removed from a pool that stays, while the cluster still sends flows to them. For one thread.
 */
final class FormerServers {

    private final Map<ServerKey, RealServer> servers = new HashMap<>();

    /** A reload takes place: what it removes and what the cluster uses is kept. */
    void changed(final Map<String, PoolView> before, final DirectorConfig next, final Set<ServerKey> used) {
        before.values().forEach(pool -> pool.servers().forEach(server -> {
            final ServerKey key = new ServerKey(pool.name(), server.address());
            if (used.contains(key)) {
                servers.put(key, new RealServer(
                    server.name(), server.address(), server.weight(), ServerState.DRAINING, server.settings()));
            }
        }));
        next.pools().values().forEach(pool -> pool.servers().forEach(
            server -> servers.remove(new ServerKey(pool.name(), server.address()))));
    }

    /** Forgets what the cluster does not use any more. */
    void retain(final Set<ServerKey> used) {
        servers.keySet().retainAll(used);
    }

    /** The servers that are kept. */
    Set<ServerKey> keys() {
        return Set.copyOf(servers.keySet());
    }

    /** A pool with those of its former servers that are kept; one whose name or address was given anew is not. */
    PoolView addTo(final PoolView pool) {
        final List<RealServer> all = new ArrayList<>(pool.servers());
        servers.forEach((key, server) -> {
            if (key.pool().equals(pool.name()) && all.stream().noneMatch(other ->
                other.name().equals(server.name()) || other.address().equals(server.address()))) {
                all.add(server);
            }
        });
        return all.size() == pool.servers().size() ? pool
            : new PoolView(pool.name(), all, pool.forwarding(), pool.scheduling(), pool.unjudged());
    }
}
