package dev.directrix.director.plan;

import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.maglev.MaglevTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where two Maglev tables of a pool send flows to different servers. A flow's slot is its hash, taken as a fraction of
 * the hash space, times the table's size: tables of different sizes are laid over each other slot by slot, exactly.
 *
 * @param changed   the part of all flows that has another server, 0 to 1
 * @param lost      of these, those whose server is no longer in the pool
 * @param changedOf the part of each server's own flows that has another server, by the server's address
 */
record TableDifference(double changed, double lost, Map<String, Double> changedOf) {

    /** Nothing differs. */
    static final TableDifference NONE = new TableDifference(0, 0, Map.of());

    /** Freezes the map. */
    TableDifference {
        changedOf = Map.copyOf(changedOf);
    }

    static TableDifference between(final ServerPool before, final ServerPool after) {
        if (before.table().isEmpty()) {
            return NONE;
        }
        final long width = before.table().size();
        final long widthAfter = after.table().size();
        final double whole = (double) width * widthAfter;
        final Set<String> staying = new HashSet<>(after.servers().stream().map(RealServer::address)
            .map(address -> address.getHostAddress()).collect(Collectors.toSet()));
        final Map<String, Long> of = new HashMap<>();
        final Map<String, Long> movedOf = new HashMap<>();
        long at = 0;
        int slot = 0;
        int slotAfter = 0;
        while (slot < width) {
            final long end = Math.min((slot + 1) * widthAfter, (slotAfter + 1) * width);
            final String server = server(before.table(), slot);
            of.merge(server, end - at, Long::sum);
            if (!server.equals(server(after.table(), slotAfter))) {
                movedOf.merge(server, end - at, Long::sum);
            }
            at = end;
            slot += end == (slot + 1) * widthAfter ? 1 : 0;
            slotAfter += end == (slotAfter + 1) * width ? 1 : 0;
        }
        final Map<String, Double> parts = new HashMap<>();
        movedOf.forEach((server, moved) -> parts.put(server, moved / (double) of.get(server)));
        final long lost = movedOf.entrySet().stream().filter(it -> !staying.contains(it.getKey()))
            .mapToLong(Map.Entry::getValue).sum();
        return new TableDifference(
            movedOf.values().stream().mapToLong(Long::longValue).sum() / whole, lost / whole, parts);
    }

    private static String server(final MaglevTable table, final int slot) {
        final int backend = table.backendAt(slot);
        return backend == MaglevTable.NO_BACKEND ? "" : table.backends().get(backend).key();
    }
}
