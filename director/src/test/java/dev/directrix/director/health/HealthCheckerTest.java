package dev.directrix.director.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthCheckerTest {

    private static final HealthPolicy POLICY = new HealthPolicy(1, 1);
    private final Map<CheckTarget, AtomicInteger> checks = new ConcurrentHashMap<>();
    private final Map<CheckTarget, AtomicInteger> results = new ConcurrentHashMap<>();

    @Test
    void shouldCheckAThousandTargetsAtOnceWithoutAThousandPlatformThreads() {
        final int before = Thread.activeCount();
        try (HealthChecker checker = checker(Duration.ofMillis(100))) {
            checker.configure(plans(1_000, Duration.ofMinutes(1)));
            await().atMost(Duration.ofSeconds(20)).until(() -> results.size() == 1_000);
            assertThat(checker.targets()).isEqualTo(1_000);
            assertThat(Thread.activeCount() - before).isLessThan(50);
        }
    }

    @Test
    void shouldNeverRunTwoChecksOfOneTargetTogether() {
        final AtomicInteger under = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        try (HealthChecker checker = new HealthChecker(this::count, new Random(1), (target, plan) -> {
            most.accumulateAndGet(under.incrementAndGet(), Math::max);
            pause(Duration.ofMillis(20));
            under.decrementAndGet();
            return CheckResult.passed("", 1);
        })) {
            checker.configure(plans(1, Duration.ofMillis(1)));
            await().atMost(Duration.ofSeconds(10)).until(() -> total(results) >= 5);
            assertThat(most).hasValue(1);
        }
    }

    @Test
    void shouldLeaveUnchangedTargetsAloneAndStopThoseThatLeft() throws Exception {
        final CountDownLatch interrupted = new CountDownLatch(1);
        try (HealthChecker checker = new HealthChecker(this::count, new Random(1), (target, plan) -> {
            checks.computeIfAbsent(target, t -> new AtomicInteger()).incrementAndGet();
            if (target.port() == 2) {
                try {
                    Thread.sleep(Duration.ofSeconds(30));
                } catch (final InterruptedException e) {
                    interrupted.countDown();
                    Thread.currentThread().interrupt();
                }
            }
            return CheckResult.passed("", 1);
        })) {
            final Map<CheckTarget, CheckPlan> two = plans(2, Duration.ofMinutes(1));
            checker.configure(two);
            await().atMost(Duration.ofSeconds(10)).until(() -> checks.size() == 2 && results.size() == 1);
            checker.configure(plans(1, Duration.ofMinutes(1)));
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(checker.targets()).isEqualTo(1);
            assertThat(checks.get(target(1))).as("its loop went on, it was not started again").hasValueLessThan(3);
        }
        assertThat(results).as("a stopped check reports nothing").containsOnlyKeys(target(1));
    }

    @Test
    void shouldCheckAgainAtOnceWhenThePlanChanged() {
        try (HealthChecker checker = checker(Duration.ZERO)) {
            checker.configure(plans(1, Duration.ofMinutes(10)));
            await().atMost(Duration.ofSeconds(10)).until(() -> total(results) >= 1);
            final int before = total(results);
            checker.configure(plans(1, Duration.ofMinutes(11)));
            await().atMost(Duration.ofSeconds(10)).until(() -> total(results) > before);
        }
    }

    private HealthChecker checker(final Duration each) {
        return new HealthChecker(this::count, new Random(1), (target, plan) -> {
            pause(each);
            return CheckResult.passed("", 1);
        });
    }

    private void count(final CheckTarget target, final CheckResult result) {
        results.computeIfAbsent(target, t -> new AtomicInteger()).incrementAndGet();
    }

    private static int total(final Map<CheckTarget, AtomicInteger> counts) {
        return counts.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private static void pause(final Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<CheckTarget, CheckPlan> plans(final int count, final Duration interval) {
        final Map<CheckTarget, CheckPlan> plans = new HashMap<>();
        for (int port = 1; port <= count; port++) {
            plans.put(target(port), new CheckPlan(new ProbeKind.Tcp(), interval, Duration.ofMillis(500), POLICY));
        }
        return plans;
    }

    private static CheckTarget target(final int port) {
        return new CheckTarget("web", InetAddress.getLoopbackAddress(), port);
    }
}
