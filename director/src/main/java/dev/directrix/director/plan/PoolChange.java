package dev.directrix.director.plan;

import dev.directrix.director.control.ServerName;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerState;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Changes the servers of pools, in maps by the pool's name. Each throws {@link PlanException} when nothing fits. */
final class PoolChange {

    private PoolChange() {
    }

    static void add(final Map<String, List<RealServer>> pools, final Change.AddServer change) {
        final String pool = change.name().pool().orElseGet(() -> {
            if (pools.size() != 1) {
                throw new PlanException("server add " + change.name().name() + ": which pool? Write POOL/"
                    + change.name().name() + "; there are " + String.join(", ", pools.keySet()));
            }
            return pools.keySet().iterator().next();
        });
        if (!pools.containsKey(pool)) {
            throw new PlanException("no service uses a pool " + pool + "; there are "
                + String.join(", ", pools.keySet()));
        }
        if (pools.get(pool).stream().anyMatch(server -> server.name().equals(change.name().name())
            || server.address().equals(change.address()))) {
            throw new PlanException("pool " + pool + " has a server of that name or address: plan another one, or a"
                + " 'server weight' or 'server enable'");
        }
        pools.get(pool).add(
            new RealServer(change.name().name(), change.address(), change.weight(), ServerState.ACTIVE));
    }

    static void remove(final Map<String, List<RealServer>> pools, final ServerName name) {
        require(pools, name);
        pools.forEach((pool, servers) -> servers.removeIf(server -> name.matches(pool, server.name())));
    }

    static void drain(final Map<String, List<RealServer>> pools, final ServerName name) {
        replace(pools, name, server -> server.state() == ServerState.DOWN ? server
            : with(server, server.weight(), ServerState.DRAINING));
    }

    static void enable(final Map<String, List<RealServer>> pools, final ServerName name) {
        replace(pools, name, server -> server.state() == ServerState.DOWN ? server
            : with(server, server.weight(), server.weight() == 0 ? ServerState.DRAINING : ServerState.ACTIVE));
    }

    static void weigh(final Map<String, List<RealServer>> pools, final ServerName name, final int weight) {
        replace(pools, name, server -> {
            final boolean drained = server.state() == ServerState.DRAINING && server.weight() > 0;
            return server.state() == ServerState.DOWN ? with(server, weight, ServerState.DOWN)
                : with(server, weight, weight == 0 || drained ? ServerState.DRAINING : ServerState.ACTIVE);
        });
    }

    private static RealServer with(final RealServer server, final int weight, final ServerState state) {
        return new RealServer(server.name(), server.address(), weight, state, server.settings());
    }

    private static void replace(
        final Map<String, List<RealServer>> pools, final ServerName name, final UnaryOperator<RealServer> change) {
        require(pools, name);
        pools.forEach((pool, servers) -> servers.replaceAll(
            server -> name.matches(pool, server.name()) ? change.apply(server) : server));
    }

    private static void require(final Map<String, List<RealServer>> pools, final ServerName name) {
        final boolean known = pools.entrySet().stream().anyMatch(pool -> pool.getValue().stream()
            .anyMatch(server -> name.matches(pool.getKey(), server.name())));
        if (!known) {
            throw new PlanException("there is no server " + name + "; there are " + pools.entrySet().stream()
                .flatMap(pool -> pool.getValue().stream().map(server -> pool.getKey() + "/" + server.name()))
                .collect(Collectors.joining(", ")));
        }
    }
}
