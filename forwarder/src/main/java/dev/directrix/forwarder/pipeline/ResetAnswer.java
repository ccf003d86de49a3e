package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.rewrite.TcpReset;

/** Tells clients by RST that their connection is over. */
final class ResetAnswer {
    private final NextHops nextHops;
    private final Outcome outcome;

    ResetAnswer(final NextHops nextHops, final Outcome outcome) {
        this.nextHops = nextHops;
        this.outcome = outcome;
    }

    /** The segment is dropped for this reason, and answered unless it is a RST itself (RFC 9293 §3.5.2). */
    int answer(final Arrival arrival, final DropReason reason) {
        final int dropped = outcome.drop(reason);
        if (arrival.packet().isReset()) {
            return dropped;
        }
        final long own = nextHops.sourceMacOf(arrival.port());
        final long source = own == NextHops.UNRESOLVED
                ? Frame.destinationMac(arrival.memory(), arrival.offset()) : own;
        arrival.moved(arrival.offset(),
                TcpReset.answer(arrival.memory(), arrival.offset(), arrival.packet(), source));
        return outcome.answer(arrival, Counters.Total.RESETS_SENT);
    }
}
