package dev.directrix.forwarder.pipeline;

/**
 * What to do with a frame, in an int: zero or more is the port to transmit it at, {@link #PASS} leaves it to the
 * kernel, {@link #HELD} keeps it in the pipeline for a while, anything else is a drop.
 */
public final class Verdict {
    /** Not for a VIP: leave it to the kernel, unchanged. */
    public static final int PASS = -1;
    /** The frame waits in the pipeline, which owns it until it comes out of {@link Pipeline#outbox}. */
    public static final int HELD = Integer.MIN_VALUE;
    private static final int FIRST_DROP = -2;
    private static final DropReason[] REASONS = DropReason.values();

    private Verdict() {
    }

    /** Transmit, rewritten in place, at this port. */
    public static int tx(final int port) {
        return port;
    }

    /** Drop for this reason. */
    public static int drop(final DropReason reason) {
        return FIRST_DROP - reason.code();
    }

    /** Whether to transmit. */
    public static boolean isTx(final int verdict) {
        return verdict >= 0;
    }

    /** Whether to drop. */
    public static boolean isDrop(final int verdict) {
        return verdict <= FIRST_DROP && verdict != HELD;
    }

    /** The port of a transmit verdict: an index in the datapath's list of interfaces. */
    public static int port(final int verdict) {
        return verdict;
    }

    /** The reason of a drop verdict. */
    public static DropReason reason(final int verdict) {
        return REASONS[FIRST_DROP - verdict];
    }

    /** For logs and tests. */
    public static String describe(final int verdict) {
        if (isTx(verdict)) {
            return "tx " + port(verdict);
        }
        if (verdict == HELD) {
            return "held";
        }
        return verdict == PASS ? "pass" : "drop " + reason(verdict).label();
    }
}
