package dev.directrix.director.health;

/**
 * When the checks of one target start. Pure: times come in, times go out, nanoseconds of one monotonic clock.
 *
 * <p>Checks start one interval apart whatever they take, so that a server that died is known within interval x fall
 * plus one timeout; they never overlap. Until the first verdict they follow each other faster, so that a director that
 * starts knows its servers in a fraction of the interval. Then one pause is cut short by a random part, which spreads
 * the checks of many servers over the interval for good and delays none.
 *
 * @param intervalNs pause between two starts once there is a verdict
 */
public record CheckSchedule(long intervalNs) {

    /** Pause between two starts before the first verdict, unless the interval is shorter. */
    public static final long QUICK_INTERVAL_NS = 100_000_000L;

    /** The first checks start within this time, spread by chance. */
    public static final long START_SPREAD_NS = 50_000_000L;

    /** Checks the interval. */
    public CheckSchedule {
        if (intervalNs <= 0) {
            throw new IllegalArgumentException("interval " + intervalNs + " ns is not positive");
        }
    }

    /**
     * How long to wait before the very first check.
     *
     * @param chance random, 0 (included) to 1 (excluded)
     */
    public long firstDelayNs(final double chance) {
        return (long) (chance * Math.min(START_SPREAD_NS, intervalNs));
    }

    /**
     * When the next check starts.
     *
     * @param startNs when the last one started
     * @param endNs   when it ended
     * @param phase   where the target is after it
     * @param chance  random, 0 (included) to 1 (excluded)
     */
    public long nextStartNs(final long startNs, final long endNs, final Phase phase, final double chance) {
        final long pause = switch (phase) {
            case QUICK -> Math.min(QUICK_INTERVAL_NS, intervalNs);
            case SPREAD -> intervalNs - (long) (chance * intervalNs);
            case STEADY -> intervalNs;
        };
        final long next = startNs + pause;
        return next - endNs > 0 ? next : endNs;
    }

    /** Where a target is on its way to a steady pace. */
    public enum Phase {
        /** No verdict yet. */
        QUICK,
        /** The first verdict has just fallen: the one pause that is cut at random. */
        SPREAD,
        /** One interval apart. */
        STEADY;

        /** The phase after a check. */
        public Phase after(final Verdict verdict) {
            if (this == QUICK) {
                return verdict == Verdict.UNKNOWN ? QUICK : SPREAD;
            }
            return STEADY;
        }
    }
}
