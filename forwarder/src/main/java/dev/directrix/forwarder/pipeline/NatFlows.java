package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.NatTable;
import dev.directrix.forwarder.nat.LocalPorts;
import java.util.List;

/**
 * The translated flows of one worker, and by which station each one's client is reached. The worker writes; the others
 * find answers in it.
 */
public final class NatFlows {
    private final FlowTables tables;
    private final ClientHops hops4;
    private final ClientHops hops6;

    private NatFlows(final FlowTables tables) {
        this.tables = tables;
        this.hops4 = new ClientHops(tables.nat4().capacity());
        this.hops6 = new ClientHops(tables.nat6().capacity());
    }

    /** Those of all workers, in the order of their numbers. */
    public static List<NatFlows> of(final List<FlowTables> workers) {
        return workers.stream().map(NatFlows::new).toList();
    }

    /** The flows with IPv4 on both sides, or the others. */
    NatTable table(final boolean wide) {
        return wide ? tables.nat6() : tables.nat4();
    }

    /** The worker's local ports. */
    LocalPorts ports() {
        return tables.ports();
    }

    /** By which stations the clients of a table's flows are reached. */
    ClientHops hops(final boolean wide) {
        return wide ? hops6 : hops4;
    }
}
