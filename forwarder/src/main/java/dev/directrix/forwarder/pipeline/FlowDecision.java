package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.service.RealServer;
import java.util.Optional;

/**
 * Which server a flow would be given, and why. Immutable.
 *
 * @param flow    the flow asked for
 * @param reason  why
 * @param pool    the pool of its service, if there is a service
 * @param server  the server, if there is one
 * @param slot    the flow's slot in the pool's Maglev table, or in the cluster's table, or {@link #NO_SLOT} without a
 *                service
 * @param cluster what the cluster's tables say, if they decide: {@link Reason#FLOW_TABLE} is an exception then,
 *                {@link Reason#TABLE} the cluster's table
 */
public record FlowDecision(
        FlowKey flow,
        Reason reason,
        Optional<String> pool,
        Optional<RealServer> server,
        int slot,
        Optional<ClusterDecision> cluster) {
    /** No slot, because there is no service. */
    public static final int NO_SLOT = -1;

    /** A decision that no cluster has a part in. */
    public FlowDecision(
            final FlowKey flow,
            final Reason reason,
            final Optional<String> pool,
            final Optional<RealServer> server,
            final int slot) {
        this(flow, reason, pool, server, slot, Optional.empty());
    }

    /** What decided. */
    public enum Reason {
        /** The flow has an entry in the flow table, and keeps its server. */
        FLOW_TABLE,
        /** A SYN of the flow was forwarded in the last seconds, and it keeps that server. */
        RECENT_SYN,
        /** No entry: the slot of the Maglev table. */
        TABLE,
        /** No entry: a scheduler that keeps its own state, or what the packet says, decides when the packet comes. */
        SCHEDULER,
        /** The service has no server that takes flows: dropped. */
        NO_SERVER,
        /** No service at this protocol and port: dropped, or the kernel's if it is to no VIP. */
        NO_SERVICE
    }
}
