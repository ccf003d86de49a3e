package dev.directrix.bgp;

import java.time.Duration;

/**
 * Timers of a neighbour. Immutable.
 *
 * @param holdTime     hold time to offer, whole seconds: 0 (no keepalives) or at least 3 s (RFC 4271 §4.2)
 * @param connectRetry pause between connection attempts, and how long one attempt may take; before jitter
 * @param sendHold     how long the router may take nothing from us; the largest of this and twice the agreed hold
 *                     time counts (RFC 9687 §4); zero: for ever
 */
public record NeighborTimers(Duration holdTime, Duration connectRetry, Duration sendHold) {

    /** 9 s, 5 s, 8 minutes. */
    public static final NeighborTimers DEFAULT =
        new NeighborTimers(Duration.ofSeconds(9), Duration.ofSeconds(5), Duration.ofMinutes(8));

    /** Checks the values. */
    public NeighborTimers {
        final long seconds = holdTime.toSeconds();
        require(holdTime.equals(Duration.ofSeconds(seconds)) && (seconds == 0 || (seconds >= 3 && seconds <= 65_535)),
            "hold time " + holdTime.toMillis() + " ms is neither 0 nor whole seconds within 3..65535");
        require(connectRetry.toMillis() >= 10, "connect retry is shorter than 10 ms");
        require(!sendHold.isNegative(), "send hold time is negative");
    }

    private static void require(final boolean condition, final String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
