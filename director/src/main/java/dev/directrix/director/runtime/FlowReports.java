package dev.directrix.director.runtime;

import dev.directrix.director.control.FlowEntry;
import dev.directrix.director.control.FlowQuery;
import dev.directrix.director.control.FlowReason;
import dev.directrix.director.control.FlowReport;
import dev.directrix.director.control.OperationException;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.LiveFlow;
import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.service.RealServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Answers where flows go, from the datapath itself. */
final class FlowReports {

    private FlowReports() {
    }

    /**
     * Where a flow goes.
     *
     * @param shared the digest of the cluster's tables; empty: there are none
     */
    static FlowReport of(
        final FlowQuery query, final Datapath datapath, final AppliedTable table, final Optional<String> shared) {
        final InetAddress vip = query.destination().getAddress();
        if (!table.table().vips().contains(vip)) {
            return new FlowReport(query, FlowReason.NO_VIP, Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalInt.empty(), Optional.empty(), Optional.empty());
        }
        final FlowDecision decision = datapath.decide(key(query));
        final FlowReason reason = switch (decision.reason()) {
            case FLOW_TABLE, RECENT_SYN ->
                decision.cluster().isPresent() ? FlowReason.EXCEPTION : FlowReason.FLOW_TABLE;
            case TABLE -> FlowReason.MAGLEV;
            case SCHEDULER -> FlowReason.SCHEDULER;
            case NO_SERVER -> FlowReason.NO_SERVER;
            case NO_SERVICE -> FlowReason.NO_SERVICE;
        };
        return new FlowReport(query, reason, decision.pool(), decision.server().map(RealServer::name),
            decision.server().map(RealServer::address),
            decision.slot() == FlowDecision.NO_SLOT ? OptionalInt.empty() : OptionalInt.of(decision.slot()),
            decision.cluster().isPresent() ? shared
                : decision.pool().flatMap(table::pool).map(pool -> pool.table().digest().shortForm()),
            decision.cluster().map(it -> new FlowReport.Cluster(it.epoch(),
                it.mode().name().toLowerCase(Locale.ROOT), it.byException(), it.synWaits())));
    }

    private static FlowKey key(final FlowQuery query) {
        try {
            return new FlowKey(query.protocol(), query.source().getAddress(), query.source().getPort(),
                query.destination().getAddress(), query.destination().getPort());
        } catch (final IllegalArgumentException e) {
            throw new OperationException(e.getMessage(), e);
        }
    }

    static List<FlowEntry> entries(final List<LiveFlow> flows) {
        return flows.stream().map(flow -> new FlowEntry(flow.key().protocol(),
            new InetSocketAddress(flow.key().source(), flow.key().sourcePort()),
            new InetSocketAddress(flow.key().destination(), flow.key().destinationPort()),
            flow.name().orElse(flow.server().address().getHostAddress()),
            flow.state().name().toLowerCase(Locale.ROOT).replace('_', '-'), flow.packets(), flow.idle(),
            flow.local())).toList();
    }
}
