package dev.directrix.director.reconcile;

import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.health.Verdict;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A pool's servers as they shall be forwarded to. Immutable.
 *
 * @param name       the pool
 * @param servers    all of them, in the order of the file
 * @param forwarding how packets get there
 * @param scheduling how a server is chosen
 * @param unjudged   how many have not had enough checks for a verdict
 */
public record PoolView(
    String name, List<RealServer> servers, Forwarding forwarding, Scheduling scheduling, int unjudged) {

    /** Freezes the list. */
    public PoolView {
        servers = List.copyOf(servers);
    }

    /** The servers of a configured pool under these overrides and this health. */
    public static PoolView of(
        final PoolConfig pool, final Overrides overrides, final Function<ServerKey, ServerHealth> healthOf) {
        final List<RealServer> servers = new ArrayList<>();
        int unjudged = 0;
        for (final ServerConfig server : pool.servers()) {
            final ServerKey key = new ServerKey(pool.name(), server.address());
            final ServerHealth health = healthOf.apply(key);
            final int weight = overrides.serverWeights().getOrDefault(key, server.weight());
            final ServerState state;
            if (!health.up()) {
                state = ServerState.DOWN;
            } else {
                final boolean draining = weight == 0 || overrides.drainedServers().contains(key);
                state = draining ? ServerState.DRAINING : ServerState.ACTIVE;
            }
            unjudged += health.verdict() == Verdict.UNKNOWN ? 1 : 0;
            servers.add(new RealServer(server.name(), server.address(), weight, state, server.settings()));
        }
        return new PoolView(pool.name(), servers, pool.forwarding(), pool.scheduling(), unjudged);
    }

    /** How many servers take new flows. */
    public int active() {
        return (int) servers.stream().filter(RealServer::takesNewFlows).count();
    }

    /** Why no server takes new flows. */
    String whyNone() {
        final boolean healthy = servers.stream().anyMatch(s -> s.state() == ServerState.DRAINING);
        return healthy
            ? "every healthy server of pool " + name + " is drained or has weight 0"
            : "no healthy server in pool " + name;
    }
}
