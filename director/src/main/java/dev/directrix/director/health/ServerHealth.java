package dev.directrix.director.health;

import java.util.Objects;

/**
 * The rise/fall state machine of one checked address and port. Immutable: each check result gives the next state.
 *
 * @param verdict      where it stands
 * @param passes       checks passed in a row, up to now
 * @param failures     checks failed in a row, up to now
 * @param reason       what the last check saw
 * @param sinceMs      when the verdict last changed, milliseconds since the epoch
 * @param lastCheckMs  when the last result came, the same clock; 0: none yet
 * @param lastTookNs   how long the last check took
 */
public record ServerHealth(
    Verdict verdict, int passes, int failures, String reason, long sinceMs, long lastCheckMs, long lastTookNs) {

    /** What is said of a server before its first check ended. */
    public static final String NOT_CHECKED = "not checked yet";

    /** The state of a server whose pool has no check: always up, since ever. */
    public static final ServerHealth UNCHECKED =
        new ServerHealth(Verdict.UP, 0, 0, "no check configured", 0, 0, 0);

    /** Refuses missing parts. */
    public ServerHealth {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(reason, "reason");
    }

    /** The state before the first check: does not serve until {@code rise} checks have passed. */
    public static ServerHealth unknown(final long nowMs) {
        return new ServerHealth(Verdict.UNKNOWN, 0, 0, NOT_CHECKED, nowMs, 0, 0);
    }

    /** Whether the server may have traffic. */
    public boolean up() {
        return verdict == Verdict.UP;
    }

    /**
     * The state after one more check.
     *
     * @param result what it found
     * @param policy when the verdict changes
     * @param nowMs  milliseconds since the epoch
     */
    public ServerHealth on(final CheckResult result, final HealthPolicy policy, final long nowMs) {
        final int newPasses = result.passed() ? saturatingIncrement(passes) : 0;
        final int newFailures = result.passed() ? 0 : saturatingIncrement(failures);
        final Verdict next;
        if (newPasses >= policy.rise()) {
            next = Verdict.UP;
        } else if (newFailures >= policy.fall()) {
            next = Verdict.DOWN;
        } else {
            next = verdict;
        }
        return new ServerHealth(
            next, newPasses, newFailures, result.reason(), next == verdict ? sinceMs : nowMs, nowMs, result.tookNs());
    }

    private static int saturatingIncrement(final int count) {
        return count == Integer.MAX_VALUE ? count : count + 1;
    }
}
