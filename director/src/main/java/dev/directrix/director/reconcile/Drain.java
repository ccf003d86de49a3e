package dev.directrix.director.reconcile;

import java.time.Duration;

/**
 * A VIP on its way out of the routers' ECMP set. While it lasts the VIP is announced with GRACEFUL_SHUTDOWN and
 * forwarded as before; it ends when the flows have moved, or at the latest after a bounded time. Immutable.
 *
 * @param startedMs  when it began, milliseconds
 * @param peakPps    the highest rate seen since, packets per second
 * @param quietForMs how long next to no packet has come
 * @param ended      how it ended
 */
public record Drain(long startedMs, double peakPps, long quietForMs, Ended ended) {

    /** Packets per second that count as none. */
    private static final double QUIET_PPS = 2;

    /** Share of the peak that counts as none: stragglers of a router that is still changing over. */
    private static final double QUIET_SHARE = 0.005;

    /** How a drain ended. */
    public enum Ended {
        /** Not yet. */
        NO,
        /** No packets came any more. */
        MOVED,
        /** Packets still came when the time was over. */
        TIME_OVER
    }

    /** A drain that begins now. */
    public static Drain started(final long nowMs) {
        return new Drain(nowMs, 0, 0, Ended.NO);
    }

    /** Whether the VIP shall be withdrawn. */
    public boolean over() {
        return ended != Ended.NO;
    }

    /**
     * The drain after another look at the traffic.
     *
     * @param pps     packets per second of the VIP since the last look
     * @param sinceMs milliseconds since the last look
     * @param nowMs   the clock of {@link #started}
     * @param limits  how long it may take
     */
    public Drain on(final double pps, final long sinceMs, final long nowMs, final Limits limits) {
        if (over()) {
            return this;
        }
        final double peak = Math.max(peakPps, pps);
        final boolean quiet = pps <= Math.max(QUIET_PPS, peak * QUIET_SHARE);
        final long quietFor = quiet ? quietForMs + sinceMs : 0;
        final long age = nowMs - startedMs;
        final Ended now;
        if (age >= limits.atLeast().toMillis() && quietFor >= limits.quiet().toMillis()) {
            now = Ended.MOVED;
        } else {
            now = age >= limits.atMost().toMillis() ? Ended.TIME_OVER : Ended.NO;
        }
        return new Drain(startedMs, peak, quietFor, now);
    }

    /**
     * How long a drain may take.
     *
     * @param atLeast a router needs this to choose and install other next hops
     * @param quiet   without packets for so long, the flows have moved
     * @param atMost  then it ends whatever comes
     */
    public record Limits(Duration atLeast, Duration quiet, Duration atMost) {

        /** Of {@code directrix drain}: nobody waits for it. */
        public static final Limits COMMANDED =
            new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(30));

        /** Of a director that stops. */
        public static final Limits STOPPING =
            new Limits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(10));
    }
}
