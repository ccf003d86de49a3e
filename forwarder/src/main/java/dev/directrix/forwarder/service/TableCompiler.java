package dev.directrix.forwarder.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles forwarding tables for the pipeline and remembers the ids of servers and services from one table to the
 * next. One for each datapath. Safe for use by many threads.
 */
public final class TableCompiler {
    /** Most different servers (pool and address) in the life of a process: what an id in a flow entry can name. */
    public static final int MAX_SERVERS = 1 << 20;
    /** Most different services in the life of a process. */
    public static final int MAX_SERVICES = 1 << 20;
    /** Most different {@link ServiceTimeouts} in the life of a process: what a class in a flow entry can name. */
    public static final int MAX_TIMEOUT_CLASSES = 32;

    private final IdRegistry<ServerKey> servers = new IdRegistry<>(MAX_SERVERS);
    private final IdRegistry<ServiceKey> services = new IdRegistry<>(MAX_SERVICES);
    private final IdRegistry<String> scopes = new IdRegistry<>(MAX_SERVICES);
    private final IdRegistry<ServiceTimeouts> timeouts = new IdRegistry<>(MAX_TIMEOUT_CLASSES);

    /** A compiler that has seen no table. */
    public TableCompiler() {
        timeouts.idOf(ServiceTimeouts.DEFAULT);
    }

    /**
     * The index of a table; servers and services that an earlier table had keep their ids.
     *
     * @throws IllegalStateException if the process has met too many servers, services or timeouts
     */
    public ServiceIndex compile(final ForwardingTable table) {
        final Map<Integer, RealServer> byId = new HashMap<>();
        final Map<String, CompiledPool> pools = new HashMap<>();
        final List<CompiledService> compiled = new ArrayList<>();
        for (final VirtualService service : table.services()) {
            final CompiledPool pool = pools.computeIfAbsent(service.pool().name(), _ -> compile(service.pool(), byId));
            final String scope = service.settings().group()
                    .map(group -> "group " + group).orElseGet(() -> service.key().toString());
            compiled.add(new CompiledService(
                    services.idOf(service.key()),
                    scopes.idOf(scope),
                    timeouts.idOf(service.settings().timeouts()),
                    service,
                    pool));
        }
        final List<ServiceTimeouts> classes = new ArrayList<>();
        for (int i = 0; i < timeouts.size(); i++) {
            timeouts.keyOf(i).ifPresent(classes::add);
        }
        return new ServiceIndex(table, compiled, byId, servers.size(), classes);
    }

    private CompiledPool compile(final ServerPool pool, final Map<Integer, RealServer> byId) {
        pool.servers().forEach(server -> byId.put(idOf(pool, server), server));
        return new CompiledPool(
                pool.tableServers().stream().mapToInt(server -> idOf(pool, server)).toArray(),
                new Candidates(pool.servers(), server -> idOf(pool, server)),
                new ServerIdIndex(pool.servers(), server -> idOf(pool, server)));
    }

    private int idOf(final ServerPool pool, final RealServer server) {
        return servers.idOf(new ServerKey(pool.name(), server.address()));
    }

    /** Ids of servers. */
    public IdRegistry<ServerKey> servers() {
        return servers;
    }

    /** Ids of services. */
    public IdRegistry<ServiceKey> services() {
        return services;
    }
}
