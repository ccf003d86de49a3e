package dev.directrix.forwarder.flow;

import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The flow tables of one worker: IPv4 and IPv6 flows whose answers do not pass the director, and those whose addresses
 * are translated, of IPv4 alone and of the others. One thread writes; what others may do is said at each method.
 */
public final class FlowTables implements AutoCloseable {
    private final TimeoutClasses classes;
    private final LocalPorts ports;
    private final FlowTable ipv4;
    private final FlowTable6 ipv6;
    private final NatTable nat4;
    private final NatTable nat6;

    /**
     * Empty tables.
     *
     * @param capacity most flows of each table, 1 to 1,000,000,000; only the first takes its memory at once
     * @param hash     as the pipeline hashes packets
     * @param ports    this worker's share of the local ports
     * @param classes  how long silent flows stay; the tables of all workers share it
     * @param listener is told of flows that begin, change and end
     */
    public FlowTables(
            final int capacity,
            final FlowHash hash,
            final LocalPorts ports,
            final TimeoutClasses classes,
            final FlowListener listener) {
        this.classes = classes;
        this.ports = ports;
        this.ipv4 = new FlowTable(capacity, classes, listener);
        this.ipv6 = new FlowTable6(capacity, classes, listener);
        this.nat4 = new NatTable(capacity, false, hash, classes, listener, ports);
        this.nat6 = new NatTable(capacity, true, hash, classes, listener, ports);
    }

    /** The IPv4 flows. */
    public FlowTable ipv4() {
        return ipv4;
    }

    /** The IPv6 flows. */
    public FlowTable6 ipv6() {
        return ipv6;
    }

    /** Translated flows with IPv4 on both sides. */
    public NatTable nat4() {
        return nat4;
    }

    /** Translated flows with IPv6 on one side or both. */
    public NatTable nat6() {
        return nat6;
    }

    /** This worker's local ports. */
    public LocalPorts ports() {
        return ports;
    }

    /** How long silent flows stay. */
    public TimeoutClasses classes() {
        return classes;
    }

    /** Takes over idle times and local addresses of an index, before the first packet by it. Any thread. */
    public void apply(final ServiceIndex index) {
        classes.apply(index.timeouts());
        ports.prepare(index.table().services().stream()
                .map(service -> service.pool().forwarding().nat())
                .filter(nat -> !nat.localAddresses().isEmpty())
                .collect(Collectors.toSet()));
    }

    /** Sets the time of all tables, as {@link FlowStore#advance}. Writer only. */
    public int advance(final long nowNs) {
        return ipv4.advance(nowNs) + ipv6.advance(nowNs) + nat4.advance(nowNs) + nat6.advance(nowNs);
    }

    /** Sets the time of all tables while no packet waits, as {@link FlowStore#advanceIdle}. Writer only. */
    public int advanceIdle(final long nowNs) {
        return ipv4.advanceIdle(nowNs) + ipv6.advanceIdle(nowNs) + nat4.advanceIdle(nowNs) + nat6.advanceIdle(nowNs);
    }

    /** Whether flows wait for their removal: the writer should call {@link #advanceIdle} again before it sleeps. */
    public boolean isBehind() {
        return ipv4.isBehind() || ipv6.isBehind() || nat4.isBehind() || nat6.isBehind();
    }

    /** Most flows of one table. */
    public int capacity() {
        return ipv4.capacity();
    }

    /** Flows in all tables. Any thread. */
    public int size() {
        return ipv4.size() + ipv6.size() + nat4.size() + nat6.size();
    }

    /** Shows each live flow, as {@link FlowStore#forEach}. Any thread. */
    public void forEach(final long nowNs, final Consumer<FlowRecord> action) {
        ipv4.forEach(nowNs, action);
        ipv6.forEach(nowNs, action);
        nat4.forEach(nowNs, action);
        nat6.forEach(nowNs, action);
    }

    /** Counts the live flows of each server, as {@link FlowStore#countByServer}. Any thread. */
    public void countByServer(final long nowNs, final long[] flowsOfServer) {
        ipv4.countByServer(nowNs, flowsOfServer);
        ipv6.countByServer(nowNs, flowsOfServer);
        nat4.countByServer(nowNs, flowsOfServer);
        nat6.countByServer(nowNs, flowsOfServer);
    }

    /** Frees the memory. The writer must have ended. */
    @Override
    public void close() {
        ipv4.close();
        ipv6.close();
        nat4.close();
        nat6.close();
    }
}
