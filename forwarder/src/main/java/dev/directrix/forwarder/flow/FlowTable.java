package dev.directrix.forwarder.flow;

import java.util.Objects;
import java.util.function.Consumer;

/** The flows that one worker forwarded lately, off-heap. One thread writes; any thread may read. */
public final class FlowTable implements AutoCloseable {
    private final int capacity;
    private final FlowTimeouts timeouts;

    /**
     * An empty table.
     *
     * @param capacity most flows
     * @param timeouts how long silent flows stay
     */
    public FlowTable(final int capacity, final FlowTimeouts timeouts) {
        this.capacity = capacity;
        this.timeouts = timeouts;
    }

    /** Most flows. */
    public int capacity() {
        return capacity;
    }

    /** How long silent flows stay. */
    public FlowTimeouts timeouts() {
        return timeouts;
    }

    /** Flows in the table now. Any thread. */
    public int size() {
        return 0;
    }

    /** Shows each live flow; one that changes meanwhile may be missed. Any thread. */
    public void forEach(final long nowNs, final Consumer<FlowRecord> action) {
        Objects.requireNonNull(action, "action");
    }

    /** Frees the memory. No thread may be in any method, nor call one later. */
    @Override
    public void close() {
        // The memory comes with the layout.
    }
}
