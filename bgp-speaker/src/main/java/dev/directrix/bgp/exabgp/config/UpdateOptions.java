package dev.directrix.bgp.exabgp.config;

/**
 * How routes are told to a neighbour.
 *
 * @param groupUpdates routes with equal attributes share an UPDATE
 * @param autoFlush    routes go out when they are given, not only when the API says {@code flush}
 * @param adjRibIn     what the peer tells is kept
 * @param adjRibOut    what was told is kept, to be told again; always so if route refresh is offered
 * @param manualEor    End-of-RIB goes out only when the API says so
 * @param rateLimit    most messages a second; 0: no limit
 */
public record UpdateOptions(
    boolean groupUpdates, boolean autoFlush, boolean adjRibIn, boolean adjRibOut, boolean manualEor, int rateLimit) {

    /** What holds unless the file says otherwise. */
    public static final UpdateOptions DEFAULT = new UpdateOptions(true, true, true, true, false, 0);
}
