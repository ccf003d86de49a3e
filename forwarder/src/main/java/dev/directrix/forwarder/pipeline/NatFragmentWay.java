package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.NatFlow;
import dev.directrix.maglev.FlowHash;

/**
 * Fragments of translated flows, in both directions: the first one has the ports and decides, the others are given the
 * same addresses; those that come before it wait a moment. For one thread.
 */
final class NatFragmentWay {
    private final FlowHash hash;
    private final NextHops nextHops;
    private final Counters counters;
    private final Outcome outcome;
    private final HeldFragments held;
    private final NatFragments memory = new NatFragments();
    private final Translation translation = new Translation();

    NatFragmentWay(
            final FlowHash hash,
            final NextHops nextHops,
            final Counters counters,
            final Outcome outcome,
            final HeldFragments held) {
        this.hash = hash;
        this.nextHops = nextHops;
        this.counters = counters;
        this.outcome = outcome;
        this.held = held;
    }

    /** The first fragment of a client's packet goes to its server, and is not translated yet. */
    void toServer(final Arrival first, final NatFlow flow, final int service, final long hop) {
        final long key = FragmentKey.of(hash, first.packet());
        memory.toServer(key, first.nowNs(), flow, service, hop);
        release(key, first);
    }

    /** As {@link #toServer}, of a server's packet. */
    void toClient(final Arrival first, final NatFlow flow, final int service, final long hop) {
        final long key = FragmentKey.of(hash, first.packet());
        memory.toClient(key, first.nowNs(), flow, service, hop);
        release(key, first);
    }

    /** Whether the first of a later fragment's packet was translated. */
    boolean knows(final Arrival arrival) {
        return memory.find(FragmentKey.of(hash, arrival.packet()), arrival.nowNs()) != NatFragments.ABSENT;
    }

    /** A later fragment, which is for no VIP: the verdict; it waits if it may be an answer, else passes. */
    int fromServer(final Arrival arrival, final Plan plan) {
        final long key = FragmentKey.of(hash, arrival.packet());
        final int known = memory.find(key, arrival.nowNs());
        if (known != NatFragments.ABSENT) {
            return translate(arrival, known);
        }
        if (!plan.isTranslatedServer(arrival.packet().sourceHigh(), arrival.packet().sourceLow())) {
            return outcome.pass();
        }
        final int refusal = outcome.admit(arrival);
        return refusal == Admission.ADMITTED ? held.hold(key, arrival) : outcome.drop(Verdict.reason(refusal));
    }

    /** A later fragment of a client's packet, which is {@link #knows known}. */
    int fromClient(final Arrival arrival) {
        return translate(arrival, memory.find(FragmentKey.of(hash, arrival.packet()), arrival.nowNs()));
    }

    private void release(final long key, final Arrival first) {
        if (!held.recall(key, first)) {
            return;
        }
        final int known = memory.find(key, first.nowNs());
        do {
            held.send(translate(held.recalled(), known));
        } while (held.recall(key, first));
    }

    private int translate(final Arrival arrival, final int known) {
        outcome.of(memory.service(known));
        if (arrival.packet().ttl() == 1) {
            return outcome.drop(DropReason.TTL_EXPIRED);
        }
        final int growth = Translation.growth(
                arrival.packet(), memory.address(known, 2), memory.address(known, 3));
        // The sender of what is too large once it is IPv6 was told when its first part was.
        if (growth > 0 && arrival.packet().ipBytes() + growth
                > nextHops.mtuOfPort(NextHops.portOf(memory.hop(known)))) {
            return outcome.drop(DropReason.TOO_BIG);
        }
        translation.fragment(arrival, memory, known);
        if (memory.isAnswer(known)) {
            counters.answered(memory.service(known), memory.server(known), arrival.length());
        } else {
            counters.forwarded(memory.service(known), memory.server(known), arrival.length());
        }
        return outcome.leave(arrival, memory.hop(known));
    }
}
