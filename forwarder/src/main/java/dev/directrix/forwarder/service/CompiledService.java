package dev.directrix.forwarder.service;

import dev.directrix.maglev.MaglevTable;
import java.util.Objects;

/** A service as the pipeline reads it: its stable id, its table, and the table's backends as server ids. Immutable. */
public final class CompiledService {
    private final int id;
    private final ServiceKey key;
    private final ServerPool pool;
    private final MaglevTable table;
    private final int[] serverIds;

    CompiledService(final int id, final VirtualService service, final int[] serverIds) {
        this.id = id;
        this.key = service.key();
        this.pool = service.pool();
        this.table = Objects.requireNonNull(service.pool().table(), "table");
        this.serverIds = serverIds;
    }

    /** The id that this service keeps over all tables; counters use it. */
    public int id() {
        return id;
    }

    /** VIP, protocol and port. */
    public ServiceKey key() {
        return key;
    }

    /** The pool behind it. */
    public ServerPool pool() {
        return pool;
    }

    /** The slot of a flow in the pool's table. */
    public int slotOf(final long flowHash) {
        return table.slotOf(flowHash);
    }

    /** The id of the server that the slot's table entry names, or {@link ServiceIndex#NO_SERVER}. */
    public int serverAt(final int slot) {
        final int backend = table.backendAt(slot);
        return backend == MaglevTable.NO_BACKEND ? ServiceIndex.NO_SERVER : serverIds[backend];
    }
}
