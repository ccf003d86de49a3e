package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.NatFlow;
import dev.directrix.forwarder.flow.NatTable;
import dev.directrix.forwarder.flow.TcpEvent;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import java.util.List;

/**
 * The servers' packets of translated flows, which go back to the clients, and errors about packets that went to the
 * servers. A flow's answer may come to another worker than its client's packets: it is found in that worker's table.
 * For one thread.
 */
final class AnswerWay {
    private final NatFlows[] workers;
    private final NextHops nextHops;
    private final Counters counters;
    private final Outcome outcome;
    private final Oversize oversize;
    private final NatFragmentWay fragments;
    private final Translation translation = new Translation();
    private final NatFlow flow = new NatFlow();
    private NatTable foundTable;
    private ClientHops foundHops;

    AnswerWay(
            final List<NatFlows> workers,
            final NextHops nextHops,
            final Counters counters,
            final Outgoing outgoing,
            final NatFragmentWay fragments) {
        this.workers = workers.toArray(NatFlows[]::new);
        this.nextHops = nextHops;
        this.counters = counters;
        this.outcome = outgoing.outcome();
        this.oversize = outgoing.oversize();
        this.fragments = fragments;
        this.foundTable = this.workers[0].table(false);
        this.foundHops = this.workers[0].hops(false);
    }

    /** A packet that is for no VIP: the verdict on an answer, else it passes to the kernel. */
    int fromServer(final Arrival arrival, final Plan plan) {
        return switch (arrival.kind()) {
            case TRANSPORT, FIRST_FRAGMENT -> answer(arrival, plan);
            case ICMP_ERROR -> error(arrival, plan);
            case FRAGMENT -> fragments.fromServer(arrival, plan);
            default -> outcome.pass();
        };
    }

    private int answer(final Arrival arrival, final Plan plan) {
        final PacketParser packet = arrival.packet();
        final int entry = find(arrival);
        if (entry == NatTable.ABSENT) {
            return outcome.pass();
        }
        final int found = serviceOf(plan);
        final int service = found < 0 ? Counters.NO_SERVICE : plan.index().service(found).id();
        outcome.of(service);
        final int refusal = outcome.admit(arrival);
        if (refusal != Admission.ADMITTED) {
            return outcome.drop(Verdict.reason(refusal));
        }
        if (Translation.isImpossible(arrival, flow.clientHigh(), flow.clientLow())) {
            return outcome.drop(DropReason.UNTRANSLATABLE);
        }
        final long hop = foundHops.of(entry);
        if (hop == NextHops.UNRESOLVED) {
            return outcome.drop(DropReason.NO_NEXT_HOP);
        }
        if (packet.ttl() == 1) {
            return oversize.timeExceeded(arrival);
        }
        final int growth = Translation.growth(packet, flow.clientHigh(), flow.clientLow());
        final int largest = nextHops.mtuOfPort(NextHops.portOf(hop));
        if (packet.ipBytes() + growth > largest) {
            return oversize.tooBig(arrival, largest - growth);
        }
        foundTable.noteAnswer(
                entry, packet.isUdp() ? TcpEvent.DATA : TcpEvent.of(packet.tcpFlags()), arrival.nowNs());
        if (packet.isSynAck() && found >= 0 && plan.index().service(found).clampsMss()) {
            // What the client sends has to fit the way to the server.
            oversize.clamp(arrival, nextHops.mtuOf(flow.serverId()));
        }
        if (arrival.kind() == PacketKind.FIRST_FRAGMENT) {
            fragments.toClient(arrival, flow, service, hop);
        }
        translation.toClient(arrival, flow);
        return leave(arrival, service, hop);
    }

    private int error(final Arrival arrival, final Plan plan) {
        final int entry = find(arrival);
        if (entry == NatTable.ABSENT || !IcmpWay.isSentToItsSource(arrival)) {
            return outcome.pass();
        }
        final int found = serviceOf(plan);
        final int service = found < 0 ? Counters.NO_SERVICE : plan.index().service(found).id();
        outcome.of(service);
        if (Translation.isImpossibleError(arrival, flow.clientHigh(), flow.clientLow())) {
            return outcome.drop(DropReason.UNTRANSLATABLE);
        }
        final long hop = foundHops.of(entry);
        if (hop == NextHops.UNRESOLVED) {
            return outcome.drop(DropReason.NO_NEXT_HOP);
        }
        if (arrival.packet().ttl() == 1) {
            return outcome.drop(DropReason.TTL_EXPIRED);
        }
        translation.errorToClient(arrival, flow);
        return leave(arrival, service, hop);
    }

    /** The entry, with both sides of its flow read: in the table of the worker that the local port names, or any. */
    private int find(final Arrival arrival) {
        final int named = LocalPorts.workerOf(arrival.packet().ports() & 0xffff, workers.length);
        for (int turn = 0; turn < workers.length; turn++) {
            final int worker = named + turn < workers.length ? named + turn : named + turn - workers.length;
            final NatFlows each = workers[worker];
            int entry = arrival.packet().isIpv4() ? find(arrival, each.table(false)) : NatTable.ABSENT;
            if (entry != NatTable.ABSENT) {
                foundTable = each.table(false);
                foundHops = each.hops(false);
                return entry;
            }
            entry = find(arrival, each.table(true));
            if (entry != NatTable.ABSENT) {
                foundTable = each.table(true);
                foundHops = each.hops(true);
                return entry;
            }
        }
        return NatTable.ABSENT;
    }

    private int find(final Arrival arrival, final NatTable table) {
        final PacketParser packet = arrival.packet();
        final int likely = table.answerAt(arrival.likelyPlace(), packet.sourceHigh(), packet.sourceLow(),
                packet.destinationHigh(), packet.destinationLow(), packet.ports(), packet.isUdp(), flow);
        return likely != NatTable.ABSENT
                ? likely
                : table.answer(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(),
                        packet.destinationLow(), packet.ports(), packet.isUdp(), arrival.flowHash(), flow);
    }

    /** Where the service of the flow that was found is in the index; negative after a reload that took it away. */
    private int serviceOf(final Plan plan) {
        return plan.index().find(flow.vipHigh(), flow.vipLow(),
                flow.isUdp() ? IpProtocol.UDP : IpProtocol.TCP, flow.vipPort());
    }

    private int leave(final Arrival arrival, final int service, final long hop) {
        counters.answered(service, flow.serverId(), arrival.length());
        return outcome.leave(arrival, hop);
    }
}
