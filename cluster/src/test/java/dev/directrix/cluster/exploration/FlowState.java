package dev.directrix.cluster.exploration;

/**
 * A connection, as a number: its phase, the server that holds it, for how many steps it was silent, and at which
 * servers it is half open. Servers are given by their numbers in the record. Immutable.
 */
final class FlowState {
    /** Its client has no answer yet. */
    static final int OPENING = 0;
    /** Its client has accepted a server's answer. */
    static final int OPEN = 1;
    /** Nothing is promised to it any more. */
    static final int GONE = 2;
    /** Greatest number of a server. */
    static final int MOST_SERVERS = 8;

    /** Steps for which a flow may be silent. */
    static final int MOST_SILENT = 3;

    private static final int PHASE_MASK = 3;
    private static final int SERVER_SHIFT = 2;
    private static final int SERVER_MASK = 15;
    private static final int AGE_SHIFT = 6;
    private static final int HALF_SHIFT = 8;

    private FlowState() {
    }

    /** The phase. */
    static int phase(final int flow) {
        return flow & PHASE_MASK;
    }

    /** Whether its client holds it for established. */
    static boolean isOpen(final int flow) {
        return phase(flow) == OPEN;
    }

    /** The server of one that is open. */
    static int server(final int flow) {
        return (flow >> SERVER_SHIFT) & SERVER_MASK;
    }

    /** For how many steps one that is open was silent. */
    static int age(final int flow) {
        return (flow >> AGE_SHIFT) & PHASE_MASK;
    }

    /** Whether a server answers its SYN. */
    static boolean isHalfOpenAt(final int flow, final int server) {
        return phase(flow) == OPENING && halfOpen(flow, server) != 0;
    }

    private static int halfOpen(final int flow, final int server) {
        return (flow >> (HALF_SHIFT + 2 * server)) & PHASE_MASK;
    }

    /** Its SYN reaches a server. */
    static int withSyn(final int flow, final int server) {
        final int shift = HALF_SHIFT + 2 * server;
        return (flow & ~(PHASE_MASK << shift)) | (1 << shift);
    }

    /** Its client accepts a server's answer. */
    static int opened(final int server) {
        return OPEN | (server << SERVER_SHIFT);
    }

    /** A packet of one that is open is forwarded. */
    static int renewed(final int flow) {
        return flow & ~(PHASE_MASK << AGE_SHIFT);
    }

    /** Time passes: what is silent for too long is gone, and servers give up what is half open. */
    static int older(final int flow) {
        if (isOpen(flow)) {
            return age(flow) < MOST_SILENT ? flow + (1 << AGE_SHIFT) : GONE;
        }
        int next = flow;
        for (int server = 0; server < MOST_SERVERS && phase(flow) == OPENING; server++) {
            final int shift = HALF_SHIFT + 2 * server;
            final int then = halfOpen(flow, server) == 1 ? 2 : 0;
            next = (next & ~(PHASE_MASK << shift)) | (then << shift);
        }
        return next;
    }
}
