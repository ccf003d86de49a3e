package dev.directrix.director.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ServerHealthTest {

    private static final HealthPolicy POLICY = new HealthPolicy(2, 3);
    private static final CheckResult PASS = CheckResult.passed("HTTP 200", 1_000);
    private static final CheckResult FAIL = CheckResult.failed("connect refused", 2_000);

    @Test
    void shouldNotServeBeforeRiseChecksPassed() {
        final ServerHealth fresh = ServerHealth.unknown(10);
        assertThat(fresh.up()).isFalse();
        assertThat(fresh.reason()).isEqualTo("not checked yet");

        final ServerHealth one = fresh.on(PASS, POLICY, 20);
        assertThat(one.verdict()).isEqualTo(Verdict.UNKNOWN);
        final ServerHealth two = one.on(PASS, POLICY, 30);
        assertThat(two).isEqualTo(new ServerHealth(Verdict.UP, 2, 0, "HTTP 200", 30, 30, 1_000));
    }

    @Test
    void shouldFallOnlyAfterFallFailuresInARow() {
        ServerHealth health = after("PP");
        assertThat(health.up()).isTrue();
        health = health.on(FAIL, POLICY, 1).on(FAIL, POLICY, 2);
        assertThat(health.up()).as("two of three").isTrue();
        assertThat(health.on(PASS, POLICY, 3).on(FAIL, POLICY, 4).on(FAIL, POLICY, 5).up())
            .as("a pass in between starts the count again").isTrue();

        final ServerHealth down = health.on(FAIL, POLICY, 9);
        assertThat(down.verdict()).isEqualTo(Verdict.DOWN);
        assertThat(down.sinceMs()).isEqualTo(9);
        assertThat(down.reason()).isEqualTo("connect refused");
        assertThat(down.on(FAIL, POLICY, 11).sinceMs()).as("since the change, not the last check").isEqualTo(9);
    }

    @Test
    void shouldRiseAgainAfterRisePassesInARow() {
        final ServerHealth down = after("FFF");
        assertThat(down.verdict()).isEqualTo(Verdict.DOWN);
        assertThat(down.on(PASS, POLICY, 1).up()).isFalse();
        assertThat(down.on(PASS, POLICY, 1).on(FAIL, POLICY, 2).on(PASS, POLICY, 3).up()).isFalse();
        assertThat(down.on(PASS, POLICY, 1).on(PASS, POLICY, 2).up()).isTrue();
    }

    @Test
    void shouldChangeAtOnceWhenRiseAndFallAreOne() {
        final HealthPolicy quick = new HealthPolicy(1, 1);
        final ServerHealth up = ServerHealth.unknown(0).on(PASS, quick, 1);
        assertThat(up.up()).isTrue();
        assertThat(up.on(FAIL, quick, 2).up()).isFalse();
    }

    /** Against the definition itself: the verdict is that of the last run of rise passes or fall failures. */
    @Test
    void shouldAgreeWithTheDefinitionOnEveryShortHistory() {
        final Random random = new Random(7);
        for (int n = 0; n < 5_000; n++) {
            final HealthPolicy policy = new HealthPolicy(1 + random.nextInt(4), 1 + random.nextInt(4));
            final StringBuilder history = new StringBuilder();
            ServerHealth health = ServerHealth.unknown(0);
            for (int i = 0; i < 20; i++) {
                final boolean pass = random.nextBoolean();
                history.append(pass ? 'P' : 'F');
                health = health.on(pass ? PASS : FAIL, policy, i);
                assertThat(health.verdict()).as("%s %s", history, policy)
                    .isEqualTo(defined(history.toString(), policy));
            }
        }
    }

    private static Verdict defined(final String history, final HealthPolicy policy) {
        for (int end = history.length(); end > 0; end--) {
            final String upTo = history.substring(0, end);
            if (upTo.endsWith("P".repeat(policy.rise()))) {
                return Verdict.UP;
            }
            if (upTo.endsWith("F".repeat(policy.fall()))) {
                return Verdict.DOWN;
            }
        }
        return Verdict.UNKNOWN;
    }

    @Test
    void shouldRefusePoliciesThatNeverDecide() {
        assertThatThrownBy(() -> new HealthPolicy(0, 1)).hasMessageContaining("rise 0");
        assertThatThrownBy(() -> new HealthPolicy(1, 0)).hasMessageContaining("fall 0");
    }

    private static ServerHealth after(final String history) {
        ServerHealth health = ServerHealth.unknown(0);
        for (int i = 0; i < history.length(); i++) {
            health = health.on(history.charAt(i) == 'P' ? PASS : FAIL, POLICY, 0);
        }
        return health;
    }
}
