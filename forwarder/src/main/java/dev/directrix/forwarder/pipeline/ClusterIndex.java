package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotMode;
import dev.directrix.forwarder.epoch.SlotTable;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.IdRegistry;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.ServerKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cluster's tables with its servers' numbers as the ids that this datapath has for them. Immutable. */
public final class ClusterIndex {
    /** Takes part in no cluster. */
    static final ClusterIndex NONE = new ClusterIndex(
            new ClusterTables(new EpochTables(0, 0, List.of(), new Exceptions(1, 1)), List.of(), List.of(), true),
            new IdRegistry<>(1));
    /** The pool of a service that takes no part. */
    static final int NO_POOL = -1;

    private final EpochTables tables;
    private final boolean tracksAlways;
    private final Map<String, Integer> pools = new HashMap<>();
    /** Ids by number. */
    private final int[] ids;
    /** Numbers by id. */
    private final int[] numbers;

    private ClusterIndex(final ClusterTables cluster, final IdRegistry<ServerKey> registry) {
        this.tables = cluster.tables();
        this.tracksAlways = cluster.tracksAlways();
        for (int number = 0; number < cluster.pools().size(); number++) {
            if (tables.has(number)) {
                pools.put(cluster.pools().get(number), number);
            }
        }
        this.ids = cluster.servers().stream().mapToInt(registry::idOf).toArray();
        this.numbers = new int[registry.size()];
        Arrays.fill(numbers, SlotTable.NO_SERVER);
        for (int number = 0; number < ids.length; number++) {
            numbers[ids[number]] = number;
        }
    }

    /**
     * The index of a cluster's tables.
     *
     * @param registry gives servers their ids
     * @throws IllegalStateException if the process has met too many servers
     */
    public static ClusterIndex of(final ClusterTables cluster, final IdRegistry<ServerKey> registry) {
        return new ClusterIndex(cluster, registry);
    }

    /** What packets are decided by. */
    public EpochTables tables() {
        return tables;
    }

    /**
     * The number of a service's pool, or {@link #NO_POOL} if the service takes no part: the pool has no number, or what
     * decides its flows is not the table alone.
     */
    int poolOf(final CompiledService service) {
        final boolean byTable = service.scheduler() == SchedulerKind.MAGLEV
                && !service.candidates().hasLimits()
                && !service.isOnePacket()
                && !service.isPersistent()
                && !service.namesServers()
                && service.mode() != ForwardingMode.NAT.code()
                && service.mode() != ForwardingMode.FULLNAT.code();
        return byTable ? pools.getOrDefault(service.pool().name(), NO_POOL) : NO_POOL;
    }

    /** The id of a server's number that is zero or more, or {@link SlotTable#NO_SERVER}. */
    int idOf(final int number) {
        return number < ids.length ? ids[number] : SlotTable.NO_SERVER;
    }

    /** The number of a server's id, or {@link SlotTable#NO_SERVER} if it has none in the cluster. */
    int numberOf(final int id) {
        return id < numbers.length ? numbers[id] : SlotTable.NO_SERVER;
    }

    /** Whether a flow is to be tracked. */
    boolean isTracked(final int pool, final long hash) {
        if (tracksAlways) {
            return true;
        }
        final PoolEpoch of = tables.pool(pool);
        return of.modeOf(of.table().slotOf(hash)) != SlotMode.NORMAL;
    }
}
