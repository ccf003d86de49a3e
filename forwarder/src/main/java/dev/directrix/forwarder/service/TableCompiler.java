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

    private final IdRegistry<ServerKey> servers = new IdRegistry<>(MAX_SERVERS);
    private final IdRegistry<ServiceKey> services = new IdRegistry<>(MAX_SERVICES);

    /** The index of a table; servers and services that an earlier table had keep their ids. */
    public ServiceIndex compile(final ForwardingTable table) {
        final Map<Integer, RealServer> byId = new HashMap<>();
        final List<CompiledService> compiled = new ArrayList<>();
        for (final VirtualService service : table.services()) {
            final ServerPool pool = service.pool();
            for (final RealServer server : pool.servers()) {
                byId.put(servers.idOf(new ServerKey(pool.name(), server.address())), server);
            }
            final int[] backends = pool.tableServers().stream()
                    .mapToInt(server -> servers.idOf(new ServerKey(pool.name(), server.address())))
                    .toArray();
            compiled.add(new CompiledService(services.idOf(service.key()), service, backends));
        }
        return new ServiceIndex(table, compiled, byId, servers.size());
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
