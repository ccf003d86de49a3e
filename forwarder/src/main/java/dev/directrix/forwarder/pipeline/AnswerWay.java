package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.NatFlow;
import dev.directrix.forwarder.flow.NatTable;
import dev.directrix.forwarder.flow.TcpEvent;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.maglev.FlowHash;
import java.util.List;

/**
 * The servers' packets of translated flows, which go back to the clients, and errors about packets that went to the
 * servers. A flow's answer may come to another worker than its client's packets: it is found in that worker's table.
 * For one thread.
 */
final class AnswerWay {
    private final NatFlows[] workers;
    private final FlowHash hash;
    private final NextHops nextHops;
    private final Counters counters;
    private final Outcome outcome;
    private final Oversize oversize;
    private final NatFragments fragments;
    private final Translation translation = new Translation();
    private final NatFlow flow = new NatFlow();
    private NatTable foundTable;
    private ClientHops foundHops;

    AnswerWay(
            final List<NatFlows> workers,
            final FlowHash hash,
            final NextHops nextHops,
            final Counters counters,
            final Outgoing outgoing,
            final NatFragments fragments) {
        this.workers = workers.toArray(NatFlows[]::new);
        this.hash = hash;
        this.nextHops = nextHops;
        this.counters = counters;
        this.outcome = outgoing.outcome();
        this.oversize = outgoing.oversize();
        this.fragments = fragments;
        this.foundTable = this.workers[0].table(false);
        this.foundHops = this.workers[0].hops(false);
    }

    /** A packet that is for no VIP: the verdict on an answer, else it passes to the kernel. */
    int fromServer(final Arrival arrival) {
        return switch (arrival.kind()) {
            case TRANSPORT, FIRST_FRAGMENT -> answer(arrival);
            case ICMP_ERROR -> error(arrival);
            case FRAGMENT -> later(arrival);
            default -> outcome.pass();
        };
    }

    /** A fragment that is not the first: of a client or of a server; the verdict, or that it passes to the kernel. */
    int later(final Arrival arrival) {
        final int known = fragments.find(FragmentKey.of(hash, arrival.packet()), arrival.nowNs());
        if (known == NatFragments.ABSENT) {
            return outcome.pass();
        }
        return translateLater(arrival, known);
    }

    /** Whether the first of a later fragment's packet was translated. */
    boolean knows(final Arrival arrival) {
        return fragments.find(FragmentKey.of(hash, arrival.packet()), arrival.nowNs()) != NatFragments.ABSENT;
    }

    private int translateLater(final Arrival arrival, final int known) {
        if (arrival.packet().ttl() == 1) {
            return outcome.drop(DropReason.TTL_EXPIRED);
        }
        translation.fragment(arrival, fragments, known);
        if (fragments.service(known) == NatFragments.ANSWER) {
            return leave(arrival, fragments.hop(known));
        }
        counters.forwarded(fragments.service(known), fragments.server(known), arrival.length());
        return transmit(arrival, fragments.hop(known));
    }

    private int answer(final Arrival arrival) {
        final PacketParser packet = arrival.packet();
        final int entry = find(arrival);
        if (entry == NatTable.ABSENT) {
            return outcome.pass();
        }
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
        if (arrival.kind() == PacketKind.FIRST_FRAGMENT) {
            fragments.toClient(FragmentKey.of(hash, packet), arrival.nowNs(), flow, hop);
        }
        translation.toClient(arrival, flow);
        return leave(arrival, hop);
    }

    private int error(final Arrival arrival) {
        final int entry = find(arrival);
        if (entry == NatTable.ABSENT) {
            return outcome.pass();
        }
        if (arrival.packet().isIpv4() != isIpv4(flow.clientHigh(), flow.clientLow())) {
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
        return leave(arrival, hop);
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
        return table.answer(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(),
                packet.destinationLow(), packet.ports(), packet.isUdp(), arrival.flowHash(), flow);
    }

    private static boolean isIpv4(final long high, final long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    private int leave(final Arrival arrival, final long hop) {
        counters.count(Counters.Total.ANSWERS, 1);
        return transmit(arrival, hop);
    }

    private int transmit(final Arrival arrival, final long hop) {
        final int out = NextHops.portOf(hop);
        final long own = nextHops.sourceMacOf(out);
        final long source = own == NextHops.UNRESOLVED
                ? Frame.destinationMac(arrival.memory(), arrival.offset()) : own;
        Frame.setMacs(arrival.memory(), arrival.offset(), NextHops.macOf(hop), source);
        return Verdict.tx(out);
    }
}
