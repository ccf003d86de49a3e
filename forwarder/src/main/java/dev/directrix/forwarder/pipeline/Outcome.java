package dev.directrix.forwarder.pipeline;

/** Verdicts that end a frame's way without a server, each counted. */
final class Outcome {
    private final Counters counters;
    private final NextHops nextHops;

    Outcome(final Counters counters, final NextHops nextHops) {
        this.counters = counters;
        this.nextHops = nextHops;
    }

    int pass() {
        counters.count(Counters.Total.PASSED, 1);
        return Verdict.PASS;
    }

    int drop(final DropReason reason) {
        counters.drop(reason);
        return Verdict.drop(reason);
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
