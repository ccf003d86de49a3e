package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.flow.FlowTable6;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.NatFlow;
import dev.directrix.forwarder.flow.NatTable;
import dev.directrix.forwarder.flow.SynMemory;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/** Answers which server a flow would be given, by the same rules as the pipeline but changing nothing. */
final class FlowInquiry {
    private FlowInquiry() {
    }

    static FlowDecision decide(
            final FlowKey flow,
            final long nowNs,
            final Plan plan,
            final FlowHash hash,
            final FlowTables flows,
            final SynMemory syns) {
        final ServiceIndex index = plan.index();
        final int protocol = flow.protocol().number();
        final int found = index.find(
                Addresses.high(flow.destination()),
                Addresses.low(flow.destination()),
                protocol,
                flow.destinationPort());
        if (found < 0) {
            return noService(flow);
        }
        final CompiledService service = index.service(found);
        final boolean ipv4 = flow.destination() instanceof Inet4Address;
        final long flowHash = ipv4 ? hash4(flow, hash) : hash6(flow, hash);
        final boolean udp = flow.protocol() == Protocol.UDP;
        if (Plan.isTranslated(service)) {
            return translated(flow, index, service, flows, flowHash);
        }
        if (plan.poolOf(service) != ClusterIndex.NO_POOL) {
            return byCluster(flow, plan, service, flowHash);
        }
        final int tracked = ipv4
                ? peek4(flow, flowHash, flows.ipv4(), nowNs) : peek6(flow, flowHash, flows.ipv6(), nowNs);
        if (tracked != FlowTable.ABSENT && index.keepsFlows(tracked)) {
            return decision(flow, FlowDecision.Reason.FLOW_TABLE, index, service, tracked, flowHash);
        }
        final int remembered = udp || tracked != FlowTable.ABSENT
                ? SynMemory.ABSENT : syns.serverOf(flowHash, nowNs, service.timeoutClass());
        if (remembered != SynMemory.ABSENT && index.keepsFlows(remembered)) {
            return decision(flow, FlowDecision.Reason.RECENT_SYN, index, service, remembered, flowHash);
        }
        return byTable(flow, index, service, flowHash);
    }

    /** What a packet that begins nothing is given; all workers say the same, whatever is in their flow tables. */
    private static FlowDecision byCluster(
            final FlowKey flow, final Plan plan, final CompiledService service, final long flowHash) {
        final EpochTables tables = plan.cluster().tables();
        final int pool = plan.poolOf(service);
        final int slot = tables.pool(pool).table().slotOf(flowHash);
        final long decision = tables.decide(pool, flowHash, false);
        final int number = EpochTables.serverIn(decision);
        final int id = number < 0 ? ServiceIndex.NO_SERVER : plan.cluster().idOf(number);
        final Optional<RealServer> server = id < 0 ? Optional.empty() : plan.index().server(id);
        final FlowDecision.Reason reason = server.isEmpty() ? FlowDecision.Reason.NO_SERVER
                : EpochTables.isByException(decision) ? FlowDecision.Reason.FLOW_TABLE : FlowDecision.Reason.TABLE;
        return new FlowDecision(flow, reason, Optional.of(service.pool().name()), server, slot,
                Optional.of(new ClusterDecision(
                        tables.epoch(),
                        tables.pool(pool).modeOf(slot),
                        EpochTables.isByException(decision),
                        tables.serverOf(pool, flowHash, true) == EpochTables.HOLD)));
    }

    private static FlowDecision translated(
            final FlowKey flow,
            final ServiceIndex index,
            final CompiledService service,
            final FlowTables flows,
            final long flowHash) {
        final NatFlow sides = new NatFlow();
        for (final NatTable table : List.of(flows.nat4(), flows.nat6())) {
            final int entry = table.peek(
                    Addresses.high(flow.source()),
                    Addresses.low(flow.source()),
                    Addresses.high(flow.destination()),
                    Addresses.low(flow.destination()),
                    portsOf(flow),
                    flow.protocol() == Protocol.UDP,
                    flowHash,
                    sides);
            if (entry != NatTable.ABSENT && index.keepsFlows(sides.serverId())) {
                return decision(flow, FlowDecision.Reason.FLOW_TABLE, index, service, sides.serverId(), flowHash);
            }
        }
        return byTable(flow, index, service, flowHash);
    }

    private static int peek4(final FlowKey flow, final long flowHash, final FlowTable flows, final long nowNs) {
        final long source = Addresses.toInt(flow.source());
        final long addresses = (source << 32) | (Addresses.toInt(flow.destination()) & 0xffff_ffffL);
        return flows.peek(addresses, portsOf(flow), flow.protocol() == Protocol.UDP, flowHash, nowNs);
    }

    private static int peek6(final FlowKey flow, final long flowHash, final FlowTable6 flows, final long nowNs) {
        return flows.peek(
                Addresses.high(flow.source()),
                Addresses.low(flow.source()),
                Addresses.high(flow.destination()),
                Addresses.low(flow.destination()),
                portsOf(flow),
                flow.protocol() == Protocol.UDP,
                flowHash,
                nowNs);
    }

    private static int portsOf(final FlowKey flow) {
        return (flow.sourcePort() << 16) | flow.destinationPort();
    }

    private static long hash4(final FlowKey flow, final FlowHash hash) {
        return hash.hash4(
                Addresses.toInt(flow.source()),
                Addresses.toInt(flow.destination()),
                flow.sourcePort(),
                flow.destinationPort(),
                flow.protocol().number());
    }

    private static long hash6(final FlowKey flow, final FlowHash hash) {
        return hash.hash6(
                Addresses.high(flow.source()),
                Addresses.low(flow.source()),
                Addresses.high(flow.destination()),
                Addresses.low(flow.destination()),
                flow.sourcePort(),
                flow.destinationPort(),
                flow.protocol().number());
    }

    private static FlowDecision byTable(
            final FlowKey flow, final ServiceIndex index, final CompiledService service, final long flowHash) {
        final boolean byHash = service.scheduler() == SchedulerKind.MAGLEV
                && !service.isPersistent() && !service.namesServers();
        if (!byHash) {
            return new FlowDecision(flow, FlowDecision.Reason.SCHEDULER, Optional.of(service.pool().name()),
                    Optional.empty(), FlowDecision.NO_SLOT);
        }
        final int server = service.serverAt(service.slotOf(flowHash));
        return decision(
                flow,
                server == ServiceIndex.NO_SERVER ? FlowDecision.Reason.NO_SERVER : FlowDecision.Reason.TABLE,
                index,
                service,
                server,
                flowHash);
    }

    private static FlowDecision decision(
            final FlowKey flow,
            final FlowDecision.Reason reason,
            final ServiceIndex index,
            final CompiledService service,
            final int server,
            final long flowHash) {
        return new FlowDecision(
                flow,
                reason,
                Optional.of(service.pool().name()),
                index.server(server),
                service.slotOf(flowHash));
    }

    private static FlowDecision noService(final FlowKey flow) {
        return new FlowDecision(
                flow, FlowDecision.Reason.NO_SERVICE, Optional.empty(), Optional.empty(), FlowDecision.NO_SLOT);
    }
}
