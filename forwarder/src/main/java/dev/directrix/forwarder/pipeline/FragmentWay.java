package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.maglev.FlowHash;

/**
 * Fragments that are not translated: the first one has the ports and decides, the others follow it; those that come
 * before it wait a moment. For one thread.
 */
final class FragmentWay {
    private final FlowHash hash;
    private final Sender sender;
    private final Outcome outcome;
    private final HeldFragments held;
    private final FragmentMemory memory = new FragmentMemory();

    FragmentWay(final FlowHash hash, final Sender sender, final Outcome outcome, final HeldFragments held) {
        this.hash = hash;
        this.sender = sender;
        this.outcome = outcome;
        this.held = held;
    }

    /** A first fragment goes to this server: so do the others, and those that waited leave now. */
    void first(final Arrival arrival, final Plan plan, final CompiledService service, final int server) {
        final long key = FragmentKey.of(hash, arrival.packet());
        memory.remember(key, service, server, arrival.nowNs());
        while (held.recall(key, arrival)) {
            held.send(sender.send(held.recalled(), plan, service, server));
        }
    }

    /** A later fragment, admitted. */
    int later(final Arrival arrival, final Plan plan) {
        final long key = FragmentKey.of(hash, arrival.packet());
        final int known = memory.find(key, arrival.nowNs());
        if (known == FragmentMemory.ABSENT) {
            return held.hold(key, arrival);
        }
        outcome.of(memory.service(known).id());
        return sender.send(arrival, plan, memory.service(known), memory.server(known));
    }
}
