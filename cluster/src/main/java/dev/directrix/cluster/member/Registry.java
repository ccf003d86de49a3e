package dev.directrix.cluster.member;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers by which tables, exceptions and messages name pools and servers: places in lists that only grow.
 * Immutable.
 *
 * @param pools   names of pools
 * @param servers names of servers
 */
public record Registry(List<String> pools, List<ServerName> servers) {
    /** No names. */
    public static final Registry EMPTY = new Registry(List.of(), List.of());
    /** What {@link #poolOf} and {@link #serverOf} say of names without a number. */
    public static final int UNKNOWN = -1;

    /** Freezes the lists. */
    public Registry {
        pools = List.copyOf(pools);
        servers = List.copyOf(servers);
    }

    /** The number of a pool, or {@link #UNKNOWN}. */
    public int poolOf(final String pool) {
        return pools.indexOf(pool);
    }

    /** The number of a server, or {@link #UNKNOWN}. */
    public int serverOf(final ServerName server) {
        return servers.indexOf(server);
    }

    /** The server of a number, for people. */
    public String nameOf(final int server) {
        return server >= 0 && server < servers.size() ? servers.get(server).toString() : "server " + server;
    }

    /** With numbers for this pool and these servers too. */
    public Registry with(final String pool, final List<ServerName> more) {
        final List<String> nextPools = new ArrayList<>(pools);
        if (!nextPools.contains(pool)) {
            nextPools.add(pool);
        }
        final List<ServerName> nextServers = new ArrayList<>(servers);
        for (final ServerName server : more) {
            if (!nextServers.contains(server)) {
                nextServers.add(server);
            }
        }
        return new Registry(nextPools, nextServers);
    }
}
