package dev.directrix.director.reconcile;

import dev.directrix.ecmp.Announcement;
import java.util.Optional;

/**
 * The way of an ECMP weight to another, in equal steps evenly over a time; the last step, which may be smaller, ends at
 * the target when the time is over. Goes by the clock alone, so a director that was away goes on where it would be by
 * now. Immutable.
 *
 * @param from       the weight that it began at
 * @param to         the weight that it ends at; the same: there is no way to go
 * @param startMs    when it began, milliseconds since the epoch
 * @param durationMs how long it takes, milliseconds
 * @param step       how much the weight changes at a time
 */
public record Ramp(int from, int to, long startMs, long durationMs, int step) {

    /** The longest time, 30 days: no product of it overflows. */
    private static final long MAX_DURATION_MS = 30L * 24 * 3600 * 1000;

    /** A change to come. */
    public record Change(int weight, long atMs) {
    }

    /** Refuses what has no meaning. */
    public Ramp {
        if (Math.min(from, to) < 1 || Math.max(from, to) > Announcement.MAX_WEIGHT || step < 1
            || step > Announcement.MAX_WEIGHT || durationMs < 1 || durationMs > MAX_DURATION_MS || startMs < 0) {
            throw new IllegalArgumentException("no ramp: from " + from + " to " + to + " by " + step + ", "
                + durationMs + " ms from " + startMs + " ms on");
        }
    }

    /** How many changes it takes. */
    public int steps() {
        return Math.ceilDiv(Math.abs(to - from), step);
    }

    /** When it ends. */
    public long endMs() {
        return startMs + durationMs;
    }

    /** Whether the target is in force. */
    public boolean over(final long nowMs) {
        return done(nowMs) == steps();
    }

    /** The weight at a time. */
    public int weightAt(final long nowMs) {
        return after(done(nowMs));
    }

    /** The next change; empty: it is over. */
    public Optional<Change> next(final long nowMs) {
        final int next = done(nowMs) + 1;
        return next > steps() ? Optional.empty()
            : Optional.of(new Change(after(next), startMs + Math.ceilDiv(next * durationMs, steps())));
    }

    private int after(final int changes) {
        if (changes >= steps()) {
            return to;
        }
        return to > from ? from + changes * step : from - changes * step;
    }

    private int done(final long nowMs) {
        final long passedMs = Math.clamp(nowMs - startMs, 0, durationMs);
        return (int) (passedMs * steps() / durationMs);
    }
}
