package dev.directrix.forwarder.epoch;

import dev.directrix.forwarder.service.ServerKey;
import java.util.List;
import java.util.Objects;

/**
 * What a cluster tells a datapath: the tables by which the packets of its pools are decided, and what its numbers mean.
 * Immutable but for exceptions that are added to the tables.
 *
 * @param tables       of all pools that the cluster manages
 * @param pools        by number, the names of pools
 * @param servers      by number, the servers; those that the datapath does not know get no packets
 * @param tracksAlways whether every flow is tracked, or only those of slots that are not {@link SlotMode#NORMAL}
 */
public record ClusterTables(
        EpochTables tables, List<String> pools, List<ServerKey> servers, boolean tracksAlways) {
    /** Freezes the lists. */
    public ClusterTables {
        Objects.requireNonNull(tables, "tables");
        pools = List.copyOf(pools);
        servers = List.copyOf(servers);
    }
}
