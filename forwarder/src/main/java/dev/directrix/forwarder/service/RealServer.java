package dev.directrix.forwarder.service;

import java.net.InetAddress;
import java.util.Objects;

/**
 * A real server in a pool. Immutable.
 *
 * @param name     the name in the configuration, unique in its pool
 * @param address  where it is reached, unique in its pool; its identity for hashing
 * @param weight   share of new flows, zero or more; 0 takes none
 * @param state    whether it takes new flows, old ones, or nothing
 * @param settings its port, connection limits and ids
 */
public record RealServer(String name, InetAddress address, int weight, ServerState state, ServerSettings settings) {

    /** Checks the weight. */
    public RealServer {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(settings, "settings");
        if (weight < 0) {
            throw new IllegalArgumentException("server " + name + ": weight " + weight + " is negative");
        }
    }

    /** A server with the client's port, no limits and no ids. */
    public RealServer(final String name, final InetAddress address, final int weight, final ServerState state) {
        this(name, address, weight, state, ServerSettings.DEFAULT);
    }

    /** Whether it has slots in its pool's table: active and of positive weight. */
    public boolean takesNewFlows() {
        return state == ServerState.ACTIVE && weight > 0;
    }

    /** Whether its established flows stay with it. */
    public boolean keepsFlows() {
        return state != ServerState.DOWN;
    }
}
