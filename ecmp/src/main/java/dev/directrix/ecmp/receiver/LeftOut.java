package dev.directrix.ecmp.receiver;

import java.util.Objects;

/**
 * A path that takes no part in ECMP, or copies of it that do not. Immutable.
 *
 * @param director name of the director
 * @param cause    what keeps it out
 * @param text     the same for people: its value, and the one that it is measured against
 */
public record LeftOut(String director, Cause cause, String text) {

    /** What keeps a path out, in the order in which routers look at it. */
    public enum Cause {
        /** It says GRACEFUL_SHUTDOWN: local preference 0. A backup until it is withdrawn. */
        GRACEFUL_SHUTDOWN,
        /** A lower local preference. */
        LOCAL_PREF,
        /** A longer AS path. */
        AS_PATH_LENGTH,
        /** A worse ORIGIN. */
        ORIGIN,
        /** A higher MED than a path from the same neighbour AS. */
        MED,
        /** Another neighbour AS than the best path, and the router does not relax that. */
        NEIGHBOR_AS,
        /** More paths than the router takes. */
        MAXIMUM_PATHS,
        /** No weight that the router can read, where it leaves such paths out. */
        NO_WEIGHT,
        /** A weight that the router cannot hold. */
        WEIGHT_OUT_OF_RANGE
    }

    /** Checks that nothing is missing. */
    public LeftOut {
        Objects.requireNonNull(director, "director");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(text, "text");
    }
}
