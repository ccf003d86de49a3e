package dev.directrix.cluster.exploration;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.protocol.ClusterEvent;

/** What happens to one director. Immutable. */
sealed interface Input {
    /** Its member hears something. */
    record Hear(ClusterEvent event) implements Input {
    }

    /** Its datapath does what it was asked for next. */
    record Work() implements Input {
    }

    /** A packet of a flow arrives. */
    record Packet(int flow, boolean begins) implements Input {
    }

    /**
     * Time passes, one step.
     *
     * @param runs      whether its control part runs
     * @param confirmed whether the store confirms that it lives
     */
    record Time(boolean runs, boolean confirmed) implements Input {
    }

    /**
     * Another asks for a grant, or gives one; without delay.
     *
     * @param ageNs how long ago it was asked for
     */
    record Grant(MemberId from, long view, boolean asks, long ageNs) implements Input {
    }

    /** It shall leave. */
    record Leave() implements Input {
    }
}
