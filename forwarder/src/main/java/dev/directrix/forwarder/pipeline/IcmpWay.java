package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.EchoReply;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ServiceIndex;

/** ICMP and ICMPv6 to a VIP: echo requests are answered, errors follow the flow that they quote. For one thread. */
final class IcmpWay {
    private final NextHops nextHops;
    private final Outcome outcome;
    private final FlowWay flows;
    private final ClusterWay cluster;
    private final NatWay nat;
    private final Sender sender;

    IcmpWay(
            final NextHops nextHops,
            final Outcome outcome,
            final FlowWay flows,
            final ClusterWay cluster,
            final NatWay nat,
            final Sender sender) {
        this.nextHops = nextHops;
        this.outcome = outcome;
        this.flows = flows;
        this.cluster = cluster;
        this.nat = nat;
        this.sender = sender;
    }

    /** A message to a VIP that is no error of a flow. */
    int message(final Arrival arrival) {
        final int refusal = outcome.admit(arrival);
        if (refusal != Admission.ADMITTED) {
            return outcome.drop(Verdict.reason(refusal));
        }
        if (!EchoReply.isRequest(arrival.memory(), arrival.packet())) {
            return outcome.drop(DropReason.ICMP_OTHER);
        }
        final long own = nextHops.sourceMacOf(arrival.port());
        final long source = own == NextHops.UNRESOLVED
                ? Frame.destinationMac(arrival.memory(), arrival.offset()) : own;
        EchoReply.answer(arrival.memory(), arrival.offset(), arrival.packet(), source);
        return outcome.answer(arrival, Counters.Total.ECHO_REPLIES);
    }

    /** An error about a packet that a server sent from the VIP: it is that server's to know. */
    int error(final Arrival arrival, final Plan plan) {
        final int refusal = outcome.admit(arrival);
        if (refusal != Admission.ADMITTED) {
            return outcome.drop(Verdict.reason(refusal));
        }
        if (!isSentToItsSource(arrival)) {
            return outcome.drop(DropReason.ICMP_OTHER);
        }
        final PacketParser packet = arrival.packet();
        final ServiceIndex served = plan.index();
        final int found = served.find(
                packet.destinationHigh(), packet.destinationLow(), packet.protocol(), packet.ports() & 0xffff);
        if (found < 0) {
            return outcome.drop(DropReason.ICMP_OTHER);
        }
        final CompiledService service = served.service(found);
        outcome.of(service.id());
        if (Plan.isTranslated(service)) {
            return nat.error(arrival, plan, service);
        }
        final int pool = plan.poolOf(service);
        final int server = pool == ClusterIndex.NO_POOL
                ? flows.serverOfQuoted(arrival, served, service) : cluster.serverOfQuoted(arrival, plan, pool);
        return server < 0 ? outcome.drop(DropReason.ICMP_OTHER) : sender.send(arrival, plan, service, server);
    }

    /** The destination of the error is the source of the packet that it quotes. */
    static boolean isSentToItsSource(final Arrival arrival) {
        final PacketParser packet = arrival.packet();
        final long ip = packet.ip();
        if (packet.isIpv4()) {
            return Frame.integer(arrival.memory(), ip + Frame.IPV4_DESTINATION) == packet.destination();
        }
        final long at = ip + Frame.IPV6_DESTINATION;
        return Frame.word(arrival.memory(), at) == packet.destinationHigh()
                && Frame.word(arrival.memory(), at + Long.BYTES) == packet.destinationLow();
    }
}
