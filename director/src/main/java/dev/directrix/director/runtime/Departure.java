package dev.directrix.director.runtime;

/**
 * How a director leaves for good, step by step: drain, withdraw, wait a little, end. Immutable; each look at the clock
 * gives the next state.
 *
 * @param step    where it is
 * @param sinceMs when it came there
 * @param hasty   whether it was told twice
 */
record Departure(Step step, long sinceMs, boolean hasty) {

    /** Packets that were on their way when the routes went are still forwarded for this long. */
    static final long LINGER_MS = 1_000;

    /** The same in haste. */
    static final long HASTY_LINGER_MS = 200;

    /** What a departing director does. */
    enum Step {
        /** It stays. */
        NONE,
        /** Announced with GRACEFUL_SHUTDOWN, until the flows have moved. */
        DRAINING,
        /** Withdrawn, still forwarding. */
        LINGERING,
        /** Sessions and datapath may end. */
        OVER
    }

    /** A director that stays. */
    static final Departure NONE = new Departure(Step.NONE, 0, false);

    /** It may still be told to stay: nothing has been withdrawn for good. */
    boolean revocable() {
        return step == Step.DRAINING && !hasty;
    }

    /** It is told to leave; told again, it hurries. */
    Departure told(final long nowMs) {
        return step == Step.NONE ? new Departure(Step.DRAINING, nowMs, false) : new Departure(step, sinceMs, true);
    }

    /**
     * The state a moment later.
     *
     * @param left      whether the flows have moved, or no router has a route from us
     * @param announced whether a route is out or was a moment ago, so that packets may still be on their way
     */
    Departure on(final boolean left, final boolean announced, final long nowMs) {
        return switch (step) {
            case NONE, OVER -> this;
            case DRAINING -> {
                if (!left && !hasty) {
                    yield this;
                }
                yield new Departure(announced ? Step.LINGERING : Step.OVER, nowMs, hasty);
            }
            case LINGERING -> nowMs - sinceMs >= (hasty ? HASTY_LINGER_MS : LINGER_MS)
                ? new Departure(Step.OVER, nowMs, hasty) : this;
        };
    }
}
