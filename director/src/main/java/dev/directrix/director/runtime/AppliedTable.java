package dev.directrix.director.runtime;

import dev.directrix.director.reconcile.TableSpec;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.VirtualService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A forwarding table that the datapath has.
 *
 * @param spec  what it was made of
 * @param table the table
 * @param slots how many slots each server has in its pool's Maglev table; servers without slots are left out
 */
record AppliedTable(TableSpec spec, ForwardingTable table, Map<ServerKey, Integer> slots) {

    /** Before the first one. */
    static final AppliedTable NONE = new AppliedTable(
        new TableSpec(Set.of(), Map.of(), Map.of(), 0), ForwardingTable.EMPTY, Map.of());

    /** Freezes the map. */
    AppliedTable {
        slots = Map.copyOf(slots);
    }

    /** Counts the slots of a table. */
    static AppliedTable of(final TableSpec spec, final ForwardingTable table) {
        final Map<String, ServerPool> pools = new HashMap<>();
        table.services().forEach(service -> pools.put(service.pool().name(), service.pool()));
        final Map<ServerKey, Integer> slots = new HashMap<>();
        for (final ServerPool pool : pools.values()) {
            final List<RealServer> servers = pool.tableServers();
            final int[] counts = pool.table().slotCounts();
            for (int i = 0; i < servers.size(); i++) {
                slots.put(new ServerKey(pool.name(), servers.get(i).address()), counts[i]);
            }
        }
        return new AppliedTable(spec, table, slots);
    }

    /** The pool of this name, if a service uses it. */
    Optional<ServerPool> pool(final String name) {
        return table.services().stream().map(VirtualService::pool).filter(p -> p.name().equals(name)).findFirst();
    }
}
