package dev.directrix.bgp.rib;

import dev.directrix.bgp.wire.Nlri;
import java.util.Objects;

/** One step of what a neighbour shall know. Steps count in the order in which they are given. Immutable. */
public sealed interface RouteChange {

    /** Which route it is about. */
    Nlri nlri();

    /**
     * The neighbour shall know this route, in place of an earlier one of the same prefix and path identifier.
     *
     * @param route the route
     */
    record Announce(Route route) implements RouteChange {

        /** Checks that nothing is missing. */
        public Announce {
            Objects.requireNonNull(route, "route");
        }

        @Override
        public Nlri nlri() {
            return route.nlri();
        }
    }

    /**
     * The neighbour shall no longer know this route.
     *
     * @param nlri prefix and path identifier
     */
    record Withdraw(Nlri nlri) implements RouteChange {

        /** Checks that nothing is missing. */
        public Withdraw {
            Objects.requireNonNull(nlri, "nlri");
        }
    }
}
