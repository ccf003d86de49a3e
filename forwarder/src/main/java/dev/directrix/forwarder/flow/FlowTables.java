package dev.directrix.forwarder.flow;

import java.util.function.Consumer;

/**
 * The flow tables of one worker: IPv4 and IPv6 flows whose answers do not pass the director. One thread writes; what
 * others may do is said at each method.
 */
public final class FlowTables implements AutoCloseable {
    private final TimeoutClasses classes;
    private final FlowTable ipv4;
    private final FlowTable6 ipv6;

    /**
     * Empty tables.
     *
     * @param capacity most flows of each table, 1 to 1,000,000,000
     * @param classes  how long silent flows stay; the tables of all workers share it
     * @param listener is told of flows that begin, change and end
     */
    public FlowTables(final int capacity, final TimeoutClasses classes, final FlowListener listener) {
        this.classes = classes;
        this.ipv4 = new FlowTable(capacity, classes, listener);
        this.ipv6 = new FlowTable6(capacity, classes, listener);
    }

    /** The IPv4 flows. */
    public FlowTable ipv4() {
        return ipv4;
    }

    /** The IPv6 flows. */
    public FlowTable6 ipv6() {
        return ipv6;
    }

    /** The idle times. */
    public TimeoutClasses classes() {
        return classes;
    }

    /** Sets the time of all tables, as {@link FlowStore#advance}. Writer only. */
    public int advance(final long nowNs) {
        return ipv4.advance(nowNs) + ipv6.advance(nowNs);
    }

    /** Sets the time of all tables while no packet waits, as {@link FlowStore#advanceIdle}. Writer only. */
    public int advanceIdle(final long nowNs) {
        return ipv4.advanceIdle(nowNs) + ipv6.advanceIdle(nowNs);
    }

    /** Whether flows wait for their removal: the writer should call {@link #advanceIdle} again before it sleeps. */
    public boolean isBehind() {
        return ipv4.isBehind() || ipv6.isBehind();
    }

    /** Most flows of one family. */
    public int capacity() {
        return ipv4.capacity();
    }

    /** Flows in all tables. Any thread. */
    public int size() {
        return ipv4.size() + ipv6.size();
    }

    /** Shows each live flow, as {@link FlowStore#forEach}. Any thread. */
    public void forEach(final long nowNs, final Consumer<FlowRecord> action) {
        ipv4.forEach(nowNs, action);
        ipv6.forEach(nowNs, action);
    }

    /** Counts the live flows of each server, as {@link FlowStore#countByServer}. Any thread. */
    public void countByServer(final long nowNs, final long[] flowsOfServer) {
        ipv4.countByServer(nowNs, flowsOfServer);
        ipv6.countByServer(nowNs, flowsOfServer);
    }

    /** Frees the memory. The writer must have ended. */
    @Override
    public void close() {
        ipv4.close();
        ipv6.close();
    }
}
