package dev.directrix.bgp;

import java.util.OptionalInt;

/**
 * What a neighbour may send us; all of it is counted and dropped. Immutable.
 *
 * @param prefixLimit      reset the session when the router sends more prefixes than this; empty: count only
 * @param warnPercent      share of the limit, 1 to 100, above which the log warns
 * @param enforceFirstAs   true: a route from another AS whose path does not begin with that AS is treated as withdrawn
 *                         (RFC 4271 §6.3)
 * @param listenOnly       true: it is told nothing, and only listened to
 */
public record NeighborInbound(
    OptionalInt prefixLimit, int warnPercent, boolean enforceFirstAs, boolean listenOnly) {

    /** No limit, warning at 75 %, first AS not enforced, routes are sent. */
    public static final NeighborInbound DEFAULT = new NeighborInbound(OptionalInt.empty(), 75, false, false);

    /** Checks the values. */
    public NeighborInbound {
        if (prefixLimit.isPresent() && prefixLimit.getAsInt() < 1) {
            throw new IllegalArgumentException("prefix limit " + prefixLimit.getAsInt() + " is below 1");
        }
        if (warnPercent < 1 || warnPercent > 100) {
            throw new IllegalArgumentException("warning threshold " + warnPercent + " is not within 1..100 percent");
        }
    }
}
