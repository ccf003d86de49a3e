package dev.directrix.director.control;

import java.time.Duration;

/**
 * What one client may cost.
 *
 * @param requestOctets length of a request line
 * @param clients       connections at a time; more are told to come back
 * @param readTime      for a client to send its request
 * @param writeTime     for a client to take the answer
 */
public record ControlLimits(int requestOctets, int clients, Duration readTime, Duration writeTime) {

    /** What a director uses. */
    public static final ControlLimits DEFAULT =
        new ControlLimits(64 * 1024, 32, Duration.ofSeconds(5), Duration.ofSeconds(10));
}
