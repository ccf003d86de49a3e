package dev.directrix.director.reconcile;

import dev.directrix.director.control.DrainRequest;
import dev.directrix.director.control.DrainStage;
import java.time.Duration;

/**
 * A VIP on its way out of the routers' ECMP set. While it lasts the VIP is announced with GRACEFUL_SHUTDOWN and
 * forwarded as before. It ends when the flows have moved. If packets still come when the time is over, the VIP is
 * withdrawn only if another director takes them without loss, or if that was asked for; otherwise it is held as it is.
 * Immutable; a pure function of what is seen.
 *
 * @param limits     how long it may take
 * @param startedMs  when it began, or was commanded again, milliseconds
 * @param pps        the rate last seen, packets per second
 * @param peakPps    the highest rate seen since it began
 * @param quietForMs how long next to no packet has come
 * @param stage      how far it is
 */
public record Drain(
    Limits limits, long startedMs, double pps, double peakPps, long quietForMs, DrainStage stage) {

    /** Packets per second that count as none. */
    private static final double QUIET_PPS = 2;

    /** Share of the peak that counts as none: stragglers of a router that is still changing over. */
    private static final double QUIET_SHARE = 0.005;

    /** A drain that begins now. */
    public static Drain started(final long nowMs, final Limits limits) {
        return new Drain(limits, nowMs, 0, 0, 0, DrainStage.DRAINING);
    }

    /** Of a VIP that is not announced: nothing has to move. */
    public static Drain done(final long nowMs, final Limits limits) {
        return new Drain(limits, nowMs, 0, 0, 0, DrainStage.MOVED);
    }

    /** Of a VIP that may have been drained before a restart: nobody knows. */
    public static Drain doubtful(final long nowMs) {
        return new Drain(Limits.COMMANDED, nowMs, 0, 0, 0, DrainStage.LAST_RESORT);
    }

    /** Whether the VIP shall be withdrawn. */
    public boolean over() {
        return stage.over();
    }

    /** The same drain, commanded again: it has until the new bound, counted from now. What is over stays so. */
    public Drain again(final long nowMs, final Limits asked) {
        return over() ? this : new Drain(asked, nowMs, pps, peakPps, quietForMs, DrainStage.DRAINING);
    }

    /**
     * The drain after another look at the traffic.
     *
     * @param seenPps packets per second of the VIP since the last look
     * @param sinceMs milliseconds since the last look
     * @param nowMs   the clock of {@link #started}
     * @param taken   whether another director takes without loss what still comes
     */
    public Drain on(final double seenPps, final long sinceMs, final long nowMs, final boolean taken) {
        if (over()) {
            return this;
        }
        final double peak = Math.max(peakPps, seenPps);
        if (stage == DrainStage.LAST_RESORT) {
            return new Drain(limits, startedMs, seenPps, peak, 0, stage);
        }
        final boolean quiet = seenPps <= Math.max(QUIET_PPS, peak * QUIET_SHARE);
        final long quietFor = quiet ? quietForMs + sinceMs : 0;
        final long age = nowMs - startedMs;
        final DrainStage now;
        if (age >= limits.atLeast().toMillis() && quietFor >= limits.quiet().toMillis()) {
            now = DrainStage.MOVED;
        } else if (age < limits.atMost().toMillis()) {
            now = DrainStage.DRAINING;
        } else {
            now = taken || limits.force() ? DrainStage.WITHDRAWN : DrainStage.HELD;
        }
        return new Drain(limits, startedMs, seenPps, peak, quietFor, now);
    }

    /**
     * How long a drain may take.
     *
     * @param atLeast a router needs this to choose and install other next hops
     * @param quiet   without packets for so long, the flows have moved
     * @param atMost  then it ends if that is safe
     * @param force   whether it ends then in any case
     */
    public record Limits(Duration atLeast, Duration quiet, Duration atMost, boolean force) {

        private static final Duration QUIET = Duration.ofSeconds(1);

        /** Of a drain that nobody put limits to. */
        public static final Limits COMMANDED = of(DrainRequest.DEFAULT);

        /** Of a director that stops: whoever stops it does not wait for ever. */
        public static final Limits STOPPING =
            new Limits(DrainRequest.SHORTEST, QUIET, Duration.ofSeconds(10), true);

        /** As asked for. */
        public static Limits of(final DrainRequest request) {
            return new Limits(DrainRequest.SHORTEST, QUIET, request.timeout(), request.force());
        }
    }
}
