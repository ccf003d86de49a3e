package dev.directrix.forwarder.pipeline;

import java.time.Duration;
import java.util.Objects;

/**
 * How a datapath takes part in a cluster. Immutable.
 *
 * @param hold          how long a packet waits that may not begin a flow yet; then it is dropped
 * @param heldFrames    most packets that wait, of each worker
 * @param halfOpenFlows SYNs that each worker remembers until more is seen of their flows, 16 bytes each
 * @param synAck        how long a server may repeat its SYN-ACK: so long a SYN is remembered
 * @param adoptedFlows  most flows that are taken over from directors that left, 48 to 96 bytes each
 * @param adoptedFor    how long after its last packet such a flow is kept
 */
public record ClusterOptions(
        Duration hold,
        int heldFrames,
        int halfOpenFlows,
        Duration synAck,
        int adoptedFlows,
        Duration adoptedFor) {
    /** 50 ms, 1,024 frames, 65,536 SYNs for 63 s (as Linux servers repeat), a million flows taken over for 300 s. */
    public static final ClusterOptions DEFAULT = new ClusterOptions(Duration.ofMillis(50), 1024, 1 << 16,
            Duration.ofSeconds(63), 1 << 20, Duration.ofSeconds(300));

    private static final int MOST_HELD = 16_384;
    private static final int MOST_HALF_OPEN = 1 << 24;
    private static final int MOST_ADOPTED = 1 << 26;

    /** Checks ranges. */
    public ClusterOptions {
        Objects.requireNonNull(hold, "hold");
        Objects.requireNonNull(synAck, "synAck");
        Objects.requireNonNull(adoptedFor, "adoptedFor");
        if (hold.isNegative() || synAck.isNegative() || adoptedFor.isNegative()) {
            throw new IllegalArgumentException("one of " + hold + ", " + synAck + ", " + adoptedFor + " is negative");
        }
        check("held frames", heldFrames, MOST_HELD);
        check("half-open flows", halfOpenFlows, MOST_HALF_OPEN);
        check("adopted flows", adoptedFlows, MOST_ADOPTED);
    }

    private static void check(final String what, final int value, final int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " " + what + " are not within 0.." + most);
        }
    }
}
