package dev.directrix.director.control;

import java.time.Duration;
import java.time.Instant;

/**
 * A weight that is on its way.
 *
 * @param from       where it began
 * @param target     where it ends
 * @param step       how much it changes at a time
 * @param nextWeight after the next change
 * @param nextIn     until the next change
 * @param doneIn     until the target is in force
 * @param doneAt     when that is
 */
public record RampReport(
    int from, int target, int step, int nextWeight, Duration nextIn, Duration doneIn, Instant doneAt) {
}
