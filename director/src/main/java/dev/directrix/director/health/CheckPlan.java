package dev.directrix.director.health;

import java.time.Duration;
import java.util.Objects;

/**
 * How a target is checked.
 *
 * @param kind     what is asked
 * @param interval time between the starts of two checks
 * @param timeout  when a check without an answer has failed
 * @param policy   how many results make a verdict
 */
public record CheckPlan(ProbeKind kind, Duration interval, Duration timeout, HealthPolicy policy) {

    /** Checks the durations. */
    public CheckPlan {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(policy, "policy");
        if (interval.toMillis() < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("interval and timeout must be at least 1 ms");
        }
    }
}
