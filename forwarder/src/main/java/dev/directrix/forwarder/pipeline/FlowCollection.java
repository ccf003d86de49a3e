package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.FlowVisitor;
import dev.directrix.forwarder.flow.LiveFlowVisitor;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;

/** Shows the flows of a table that a cluster asks for, in the cluster's numbers. */
final class FlowCollection implements LiveFlowVisitor {
    private final Plan plan;
    private final FlowHash hash;
    private final FlowQuery query;
    private final FlowVisitor visitor;

    FlowCollection(final Plan plan, final FlowHash hash, final FlowQuery query, final FlowVisitor visitor) {
        this.plan = plan;
        this.hash = hash;
        this.query = query;
        this.visitor = visitor;
    }

    @Override
    public void flow(
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean udp,
            final int serverId,
            final long idleNs) {
        if (idleNs > (udp ? query.udpIdleNs() : query.tcpIdleNs())) {
            return;
        }
        final ServiceIndex index = plan.index();
        final int protocol = udp ? IpProtocol.UDP : IpProtocol.TCP;
        final int found = index.find(destinationHigh, destinationLow, protocol, ports & 0xffff);
        final int pool = found < 0 ? ClusterIndex.NO_POOL : plan.poolOf(index.service(found));
        if (pool != ClusterIndex.NO_POOL) {
            final long flowHash = Addresses.isMapped(destinationHigh, destinationLow)
                    ? hash.hash4((int) sourceLow, (int) destinationLow, ports >>> 16, ports & 0xffff, protocol)
                    : hash.hash6(sourceHigh, sourceLow, destinationHigh, destinationLow,
                            ports >>> 16, ports & 0xffff, protocol);
            show(flowHash, pool, plan.cluster().numberOf(serverId), idleNs);
        }
    }

    /** A flow whose numbers are known. */
    void show(final long flowHash, final int pool, final int server, final long idleNs) {
        final EpochTables tables = plan.cluster().tables();
        if (tables.has(pool) && query.slots().wants(pool, tables.pool(pool).table().slotOf(flowHash))) {
            visitor.visit(flowHash, pool, server, idleNs);
        }
    }
}
