package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.rewrite.Fragmentation;
import dev.directrix.forwarder.rewrite.IcmpError;
import dev.directrix.forwarder.rewrite.MssClamp;
import dev.directrix.forwarder.service.CompiledService;

/**
 * What is done about packets that are too large for the way to their server, or that have come too far. For one thread.
 */
final class Oversize {
    private static final int TCP_BYTES = 20;

    private final NextHops nextHops;
    private final Outcome outcome;
    private final Counters counters;
    private final Outbox outbox;
    private final ErrorLimit limit = new ErrorLimit();
    private final ToldSenders told = new ToldSenders();
    private final Arrival part = new Arrival();
    private final PacketParser partParser = new PacketParser();

    Oversize(final NextHops nextHops, final Outcome outcome, final Counters counters, final Outbox outbox) {
        this.nextHops = nextHops;
        this.outcome = outcome;
        this.counters = counters;
        this.outbox = outbox;
    }

    /**
     * Tells the sender; or cuts the packet, if its sender allows that (IPv4 without don't-fragment) and was told lately
     * or cannot be told: some senders never listen.
     */
    int treat(
            final Arrival arrival,
            final Sender sender,
            final Plan plan,
            final CompiledService service,
            final int server) {
        final int largest = sender.largestPacket(plan, service, server);
        if (arrival != part
                && outbox.hasSpare()
                && largest <= Pipeline.LARGEST_SPARE
                && Fragmentation.mayCut(arrival.memory(), arrival.packet(), largest)
                && (arrival.packet().isFragment() || told.isTold(arrival.packet(), arrival.nowNs()))) {
            return cut(arrival, sender, plan, service, server, largest);
        }
        return tooBig(arrival, largest);
    }

    /** A SYN announces no more than fits into packets of this size with its own IP version's header. */
    void clamp(final Arrival arrival, final int largest) {
        final PacketParser packet = arrival.packet();
        final int header = packet.isIpv4() ? Frame.IPV4_BYTES : Frame.IPV6_BYTES;
        if (packet.protocol() == IpProtocol.TCP
                && MssClamp.clamp(arrival.memory(), packet, largest - header - TCP_BYTES)) {
            counters.count(Counters.Total.MSS_CLAMPED, 1);
        }
    }

    /** Tells the sender that its packet ended here. */
    int timeExceeded(final Arrival arrival) {
        if (!mayAnswer(arrival)) {
            return outcome.drop(DropReason.TTL_EXPIRED);
        }
        final long start = IcmpError.timeExceeded(
                arrival.memory(), arrival.offset(), arrival.packet(), ownMac(arrival));
        arrival.moved(start, IcmpError.length(arrival.packet(), start));
        outcome.drop(DropReason.TTL_EXPIRED);
        return outcome.answer(arrival, Counters.Total.ERRORS_SENT);
    }

    /** Tells the sender what would pass. */
    int tooBig(final Arrival arrival, final int largest) {
        if (!mayAnswer(arrival)) {
            return outcome.drop(DropReason.TOO_BIG);
        }
        final long start = IcmpError.tooBig(
                arrival.memory(), arrival.offset(), arrival.packet(), largest, ownMac(arrival));
        told.tell(arrival.packet(), arrival.nowNs());
        arrival.moved(start, IcmpError.length(arrival.packet(), start));
        outcome.drop(DropReason.TOO_BIG);
        return outcome.answer(arrival, Counters.Total.ERRORS_SENT);
    }

    /** The rear part goes first, in a frame of its own: the front part then ends where the rear began. */
    private int cut(
            final Arrival arrival,
            final Sender sender,
            final Plan plan,
            final CompiledService service,
            final int server,
            final int largest) {
        final long spare = outbox.takeSpare();
        final int rearBytes = Fragmentation.cut(
                arrival.memory(), arrival.offset(), arrival.packet(), largest, spare);
        part.batch(arrival.memory(), arrival.port(), arrival.nowNs());
        part.frame(spare, rearBytes, partParser, partParser.parse(arrival.memory(), spare, rearBytes),
                arrival.flowHash());
        outbox.put(part, sender.send(part, plan, service, server));
        final PacketParser packet = arrival.packet();
        final int frontBytes = (int) (packet.ip() - arrival.offset())
                + Frame.unsignedShort(arrival.memory(), packet.ip() + Frame.IPV4_TOTAL_LENGTH);
        final PacketKind kind = packet.parse(arrival.memory(), arrival.offset(), frontBytes);
        arrival.frame(arrival.offset(), frontBytes, packet, kind, arrival.flowHash());
        counters.count(Counters.Total.PACKETS_CUT, 1);
        return sender.send(arrival, plan, service, server);
    }

    private boolean mayAnswer(final Arrival arrival) {
        return arrival.kind() != PacketKind.ICMP_ERROR
                && arrival.packet().fragmentOffset() == 0
                && limit.take(arrival.nowNs());
    }

    private long ownMac(final Arrival arrival) {
        final long own = nextHops.sourceMacOf(arrival.port());
        return own == NextHops.UNRESOLVED ? Frame.destinationMac(arrival.memory(), arrival.offset()) : own;
    }
}
