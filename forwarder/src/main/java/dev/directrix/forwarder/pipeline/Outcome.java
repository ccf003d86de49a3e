package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.Frame;

/** Verdicts on frames; drops are counted, for their service where that is known. */
final class Outcome {
    private final Counters counters;
    private final NextHops nextHops;
    private int service = Counters.NO_SERVICE;

    Outcome(final Counters counters, final NextHops nextHops) {
        this.counters = counters;
        this.nextHops = nextHops;
    }

    /** Another packet: it is not known yet for which service. */
    void begin() {
        service = Counters.NO_SERVICE;
    }

    /** The packet is for this service, and so is its drop. */
    void of(final int serviceId) {
        service = serviceId;
    }

    int pass() {
        counters.count(Counters.Total.PASSED, 1);
        return Verdict.PASS;
    }

    int drop(final DropReason reason) {
        counters.drop(reason, service);
        return Verdict.drop(reason);
    }

    /** A rewritten frame leaves to this station. */
    int leave(final Arrival arrival, final long hop) {
        final int out = NextHops.portOf(hop);
        final long own = nextHops.sourceMacOf(out);
        final long source = own == NextHops.UNRESOLVED
                ? Frame.destinationMac(arrival.memory(), arrival.offset()) : own;
        Frame.setMacs(arrival.memory(), arrival.offset(), NextHops.macOf(hop), source);
        return Verdict.tx(out);
    }

    /** The answer to a frame leaves where the frame came in. */
    int answer(final Arrival arrival, final Counters.Total total) {
        counters.count(total, 1);
        return Verdict.tx(arrival.port());
    }

    /** Drops a packet to a VIP for this reason, if it was meant for us at all. */
    int refuse(final Arrival arrival, final DropReason reason) {
        final int refusal = admit(arrival);
        return drop(refusal == Admission.ADMITTED ? reason : Verdict.reason(refusal));
    }

    /** {@link Admission#ADMITTED}, or the drop verdict, not counted yet. */
    int admit(final Arrival arrival) {
        return Admission.check(
                arrival.memory(), arrival.offset(), arrival.port(), arrival.packet(), nextHops);
    }
}
