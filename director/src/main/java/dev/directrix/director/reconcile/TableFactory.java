package dev.directrix.director.reconcile;

import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.MaglevBuilder;
import dev.directrix.maglev.MaglevTable;
import dev.directrix.maglev.Seed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes forwarding tables. A pure function; what did not change is taken over from the table before, so that a server
 * that falls in one pool does not cost the tables of all.
 */
public final class TableFactory {

    private final Seed seed;

    /** With the secret that all directors share. */
    public TableFactory(final Seed seed) {
        this.seed = seed;
    }

    /** The table of a specification. */
    public ForwardingTable make(final TableSpec spec, final ForwardingTable before) {
        final Map<String, ServerPool> old = new HashMap<>();
        before.services().forEach(service -> old.put(service.pool().name(), service.pool()));
        final Map<String, ServerPool> pools = new HashMap<>();
        spec.pools().forEach((name, pool) -> pools.put(name, pool(name, pool, spec.tableSize(), old.get(name))));
        final List<VirtualService> services = spec.services().entrySet().stream()
            .map(e -> new VirtualService(e.getKey().vip(), e.getKey().protocol(), e.getKey().ports(),
                pools.get(e.getValue().pool()), e.getValue().settings()))
            .sorted(Comparator.comparing(service -> service.key().toString()))
            .toList();
        return ForwardingTable.of(spec.vips(), services);
    }

    private ServerPool pool(
        final String name, final TableSpec.PoolSpec spec, final int tableSize, final ServerPool before) {
        final List<RealServer> servers = spec.servers();
        if (before == null || before.table().size() != tableSize) {
            return ServerPool.of(name, servers, spec.forwarding(), spec.scheduling(), tableSize, seed);
        }
        if (before.servers().equals(servers) && before.forwarding().equals(spec.forwarding())
            && before.scheduling().equals(spec.scheduling())) {
            return before;
        }
        final boolean sameBackends = ServerPool.backends(servers).equals(before.table().backends());
        final MaglevTable table = sameBackends
            ? before.table() : MaglevBuilder.build(ServerPool.backends(servers), tableSize, seed);
        return new ServerPool(name, servers, spec.forwarding(), spec.scheduling(), table);
    }
}
