package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.flow.SynMemory;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;
import java.net.Inet4Address;
import java.util.Optional;

/** Answers which server a flow would be given, by the same rules as the pipeline but changing nothing. */
final class FlowInquiry {
    private FlowInquiry() {
    }

    static FlowDecision decide(
            final FlowKey flow,
            final long nowNs,
            final ServiceIndex index,
            final FlowHash hash,
            final FlowTable flows,
            final SynMemory syns) {
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
        if (!(flow.destination() instanceof Inet4Address)) {
            return byTable(flow, index, service, hash6(flow, hash));
        }
        final int source = Addresses.toInt(flow.source());
        final int destination = Addresses.toInt(flow.destination());
        final long flowHash = hash.hash4(source, destination, flow.sourcePort(), flow.destinationPort(), protocol);
        final long addresses = ((long) source << 32) | (destination & 0xffff_ffffL);
        final int ports = (flow.sourcePort() << 16) | flow.destinationPort();
        final boolean udp = flow.protocol() == Protocol.UDP;
        final int tracked = flows.peek(addresses, ports, udp, flowHash, nowNs);
        if (tracked != FlowTable.ABSENT && index.keepsFlows(tracked)) {
            return decision(flow, FlowDecision.Reason.FLOW_TABLE, index, service, tracked, flowHash);
        }
        final int remembered = udp || tracked != FlowTable.ABSENT
                ? SynMemory.ABSENT : syns.serverOf(flowHash, nowNs);
        if (remembered != SynMemory.ABSENT && index.keepsFlows(remembered)) {
            return decision(flow, FlowDecision.Reason.RECENT_SYN, index, service, remembered, flowHash);
        }
        return byTable(flow, index, service, flowHash);
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
