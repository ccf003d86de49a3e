package dev.directrix.lab.churn;

import java.time.Duration;

/**
 * What clients do.
 *
 * @param connections     that stay
 * @param interval        in which each of these asks once
 * @param openedPerSecond how fast they are opened
 * @param newPerSecond    connections a second that ask once and end
 */
record LoadPlan(int connections, Duration interval, int openedPerSecond, int newPerSecond) {
    /** A connection that has waited so long for an answer is broken. */
    static final Duration PATIENCE = Duration.ofSeconds(15);
    /** A new connection that has no answer by then has failed: SYNs go out at 0, 1 and 3 s. */
    static final Duration NEW_PATIENCE = Duration.ofSeconds(6);
    /** A new connection that takes so long had its SYN, or its question, lost or held back. */
    static final Duration SLOW = Duration.ofMillis(900);
}
