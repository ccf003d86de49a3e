package dev.directrix.director.health;

import java.util.Objects;

/**
 * What one health check found.
 *
 * @param passed whether the server answered as it should
 * @param reason what was seen, as {@code server list} says it: "HTTP 200", "connect refused", "timeout after 500 ms"
 * @param tookNs how long the check took, nanoseconds
 */
public record CheckResult(boolean passed, String reason, long tookNs) {

    /** Refuses a missing reason. */
    public CheckResult {
        Objects.requireNonNull(reason, "reason");
    }

    /** The server answered as it should. */
    public static CheckResult passed(final String reason, final long tookNs) {
        return new CheckResult(true, reason, tookNs);
    }

    /** The server did not answer, or not as it should. */
    public static CheckResult failed(final String reason, final long tookNs) {
        return new CheckResult(false, reason, tookNs);
    }
}
