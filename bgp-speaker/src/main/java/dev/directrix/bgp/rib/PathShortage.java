package dev.directrix.bgp.rib;

import dev.directrix.ecmp.Prefix;
import java.util.Objects;

/**
 * A prefix that has fewer paths at a router than its weight asks for. Immutable.
 *
 * @param prefix the VIP
 * @param paths  how many it has
 * @param wanted how many its weight asks for
 * @param cause  why
 */
public record PathShortage(Prefix prefix, int paths, int wanted, Cause cause) {

    /** Why there are too few paths. */
    public enum Cause {
        /** The router does not offer to receive several paths of this family. */
        NOT_OFFERED("the router does not offer to receive several of its family (add-path, RFC 7911): its configuration"
            + " or release decides"),
        /** There are no more next hops of this IP version. */
        NEXT_HOPS("there are no more next hops of its IP version: give the neighbor more next-hops, or let each path"
            + " stand for more weight (weight-per-path)"),
        /** There are no more sessions. */
        SESSIONS("there are no more sessions of its IP version: give the neighbor more source-addresses, or let each"
            + " path stand for more weight (weight-per-path)");

        private final String text;

        Cause(final String text) {
            this.text = text;
        }
    }

    /** Checks that nothing is missing. */
    public PathShortage {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(cause, "cause");
    }

    /** What is wrong and what to do, in one line. */
    public String text() {
        return "the weight of " + prefix + " asks for " + wanted + " paths and it has " + paths + ": " + cause.text;
    }
}
