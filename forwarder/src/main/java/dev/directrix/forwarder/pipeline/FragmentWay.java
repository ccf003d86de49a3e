package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.maglev.FlowHash;

/**
 * Fragments: the first one has the ports and decides, the others follow it; those that come before it wait a moment.
 * For one thread.
 */
final class FragmentWay {
    private final FlowHash hash;
    private final Sender sender;
    private final Outcome outcome;
    private final Counters counters;
    private final Outbox outbox;
    private final FragmentMemory memory = new FragmentMemory();
    private final WaitingFragments waiting = new WaitingFragments();
    private final Arrival held = new Arrival();
    private final PacketParser heldParser = new PacketParser();

    FragmentWay(
            final FlowHash hash,
            final Sender sender,
            final Outcome outcome,
            final Counters counters,
            final Outbox outbox) {
        this.hash = hash;
        this.sender = sender;
        this.outcome = outcome;
        this.counters = counters;
        this.outbox = outbox;
    }

    /** A first fragment goes to this server: so do the others, and those that waited leave now. */
    void first(final Arrival arrival, final Plan plan, final CompiledService service, final int server) {
        final long key = FragmentKey.of(hash, arrival.packet());
        memory.remember(key, service, server, arrival.nowNs());
        int each = waiting.isEmpty() ? -1 : waiting.find(key);
        while (each >= 0 && outbox.hasRoom()) {
            held.batch(arrival.memory(), waiting.port(each), arrival.nowNs());
            held.frame(waiting.offset(each), waiting.length(each), heldParser,
                    heldParser.parse(arrival.memory(), waiting.offset(each), waiting.length(each)),
                    arrival.flowHash());
            waiting.remove(each);
            outbox.put(held, sender.send(held, plan, service, server));
            each = waiting.find(key);
        }
    }

    /** A later fragment, admitted. */
    int later(final Arrival arrival, final Plan plan) {
        final long key = FragmentKey.of(hash, arrival.packet());
        final int known = memory.find(key, arrival.nowNs());
        if (known != FragmentMemory.ABSENT) {
            return sender.send(arrival, plan, memory.service(known), memory.server(known));
        }
        if (!outbox.isServed() || waiting.isFull()) {
            return outcome.drop(DropReason.FRAGMENT);
        }
        waiting.add(key, arrival);
        counters.count(Counters.Total.FRAGMENTS_HELD, 1);
        return Verdict.HELD;
    }

    /** Gives up on fragments whose first one does not come. */
    void passTime(final long nowNs) {
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
