package dev.directrix.director.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.director.health.CheckSchedule.Phase;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckScheduleTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MS = 1_000_000L;
    private final CheckSchedule schedule = new CheckSchedule(SECOND);

    @Test
    void shouldStartTheFirstRoundAtOnceButSpread() {
        assertThat(schedule.firstDelayNs(0)).isZero();
        assertThat(schedule.firstDelayNs(0.999)).isBetween(49 * MS, 50 * MS);
        assertThat(new CheckSchedule(10 * MS).firstDelayNs(0.999)).isLessThan(10 * MS);
    }

    @Test
    void shouldHurryUntilTheFirstVerdict() {
        assertThat(schedule.nextStartNs(0, MS, Phase.QUICK, 0.5)).isEqualTo(100 * MS);
        assertThat(new CheckSchedule(20 * MS).nextStartNs(0, MS, Phase.QUICK, 0.5)).isEqualTo(20 * MS);
    }

    @Test
    void shouldCutOnePauseAtRandomAndKeepTheIntervalAfterwards() {
        assertThat(schedule.nextStartNs(0, MS, Phase.SPREAD, 0.25)).isEqualTo(750 * MS);
        assertThat(schedule.nextStartNs(0, MS, Phase.STEADY, 0.25)).isEqualTo(SECOND);
        assertThat(Phase.QUICK.after(Verdict.UNKNOWN)).isEqualTo(Phase.QUICK);
        assertThat(Phase.QUICK.after(Verdict.DOWN)).isEqualTo(Phase.SPREAD);
        assertThat(Phase.SPREAD.after(Verdict.UP)).isEqualTo(Phase.STEADY);
        assertThat(Phase.STEADY.after(Verdict.UNKNOWN)).isEqualTo(Phase.STEADY);
    }

    @Test
    void shouldNeverOverlapChecksThatTakeLongerThanTheInterval() {
        assertThat(schedule.nextStartNs(0, 3 * SECOND, Phase.STEADY, 0)).isEqualTo(3 * SECOND);
    }

    @Test
    void shouldSurviveTheClockWrappingRound() {
        for (final long start : new long[] {Long.MAX_VALUE - MS, Long.MAX_VALUE, -1}) {
            assertThat(schedule.nextStartNs(start, start + 2 * MS, Phase.STEADY, 0)).isEqualTo(start + SECOND);
        }
    }

    /** A server that dies at any moment, whatever the phase, is known within interval x fall + timeout. */
    @Test
    void shouldFindADeadServerWithinIntervalTimesFallPlusTimeout() {
        final Random random = new Random(3);
        for (int n = 0; n < 2_000; n++) {
            final HealthPolicy policy = new HealthPolicy(1 + random.nextInt(3), 1 + random.nextInt(4));
            final long timeout = 1 + random.nextLong(SECOND / 2);
            final long deathAt = random.nextLong(10 * SECOND);
            ServerHealth health = ServerHealth.unknown(0);
            Phase phase = Phase.QUICK;
            long start = schedule.firstDelayNs(random.nextDouble());
            long end = start;
            boolean everUp = false;
            while (start < deathAt || health.up()) {
                final boolean alive = start < deathAt;
                end = start + (alive ? MS : timeout);
                health = health.on(new CheckResult(alive, "", 0), policy, 0);
                everUp |= health.up();
                phase = phase.after(health.verdict());
                start = schedule.nextStartNs(start, end, phase, random.nextDouble());
            }
            if (everUp) {
                assertThat(end - deathAt).isLessThanOrEqualTo(SECOND * policy.fall() + timeout);
            }
        }
    }

    @Test
    void shouldRefuseAnIntervalOfNothing() {
        assertThatThrownBy(() -> new CheckSchedule(0)).hasMessageContaining("not positive");
    }
}
