package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.PacketParser;

/**
 * Holds fragments that came before the first of their packet, and gives them back when it has come. For one thread.
 */
final class HeldFragments {
    private final Outcome outcome;
    private final Counters counters;
    private final Outbox outbox;
    private final WaitingFragments waiting = new WaitingFragments();
    private final Arrival recalled = new Arrival();
    private final PacketParser parser = new PacketParser();

    HeldFragments(final Outcome outcome, final Counters counters, final Outbox outbox) {
        this.outcome = outcome;
        this.counters = counters;
        this.outbox = outbox;
    }

    /** Has a fragment wait, if there is room for it; the verdict. */
    int hold(final long key, final Arrival arrival) {
        if (!outbox.isServed() || waiting.isFull()) {
            return outcome.drop(DropReason.FRAGMENT);
        }
        waiting.add(key, arrival);
        counters.count(Counters.Total.FRAGMENTS_HELD, 1);
        return Verdict.HELD;
    }

    /**
     * Takes out one that waited for this packet: {@link #recalled} is it then, and {@link #send} must follow.
     *
     * @param first the first fragment, which has come
     */
    boolean recall(final long key, final Arrival first) {
        final int each = waiting.isEmpty() || !outbox.hasRoom() ? -1 : waiting.find(key);
        if (each < 0) {
            return false;
        }
        recalled.batch(first.memory(), waiting.port(each), first.nowNs());
        recalled.frame(waiting.offset(each), waiting.length(each), parser,
                parser.parse(first.memory(), waiting.offset(each), waiting.length(each)), first.flowHash());
        waiting.remove(each);
        return true;
    }

    /** The one that was taken out last. */
    Arrival recalled() {
        return recalled;
    }

    /** What was decided about it. */
    void send(final int verdict) {
        outbox.put(recalled, verdict);
    }

    /** Gives up on fragments whose first one does not come. */
    void passTime(final long nowNs) {
        outcome.begin();
        while (!waiting.isEmpty() && outbox.hasRoom()) {
            final int late = waiting.findLate(nowNs);
            if (late < 0) {
                return;
            }
            outbox.put(waiting.offset(late), waiting.length(late), outcome.drop(DropReason.FRAGMENT));
            waiting.remove(late);
        }
    }
}
