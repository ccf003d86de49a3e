package dev.directrix.forwarder.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HalfOpenFlowsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long LIFE = 63 * SECOND;

    private static Map<Long, Integer> shown(final HalfOpenFlows flows, final long nowNs) {
        final Map<Long, Integer> result = new HashMap<>();
        flows.forEach(nowNs, (hash, pool, server, mark) ->
                assertThat(result.put(hash * 100 + pool, server)).as("shown twice").isNull());
        return result;
    }

    @Test
    void shouldRememberASynForItsLifeAndNotMuchLonger() {
        for (final long start : new long[] {0, -5 * SECOND, Long.MAX_VALUE / 3, -LIFE / 2}) {
            final HalfOpenFlows flows = new HalfOpenFlows(64, LIFE);
            flows.remember(7, 3, 12, start);
            assertThat(shown(flows, start)).containsExactly(Map.entry(703L, 12));
            assertThat(shown(flows, start + LIFE)).hasSize(1);
            assertThat(shown(flows, start + LIFE + SECOND)).isEmpty();
        }
    }

    @Test
    void shouldTellTheTimeSinceTheSyn() {
        final HalfOpenFlows flows = new HalfOpenFlows(64, LIFE);
        flows.remember(7, 3, 12, 100 * SECOND);
        flows.collect(110 * SECOND, (hash, pool, server, idleNs) ->
                assertThat(idleNs).isBetween(10 * SECOND - 70_000_000, 10 * SECOND + 70_000_000));
        assertThat(shown(flows, 110 * SECOND)).hasSize(1);
    }

    @Test
    void shouldForgetFlowsThatAreTracked() {
        final HalfOpenFlows flows = new HalfOpenFlows(64, LIFE);
        flows.remember(7, 3, 12, 0);
        flows.remember(7, 4, 13, 0);
        flows.forget(7, 3);
        assertThat(shown(flows, 0)).containsExactly(Map.entry(704L, 13));
        flows.forget(8, 4);
        assertThat(shown(flows, 0)).hasSize(1);
    }

    @Test
    void shouldShowAFlowOnceWithItsLastServer() {
        final HalfOpenFlows flows = new HalfOpenFlows(8, LIFE);
        for (long hash = 1; hash <= 5; hash++) {
            flows.remember(hash, 0, 1, 0);
        }
        flows.forget(1, 0);
        flows.remember(5, 0, 2, SECOND);
        assertThat(shown(flows, SECOND)).hasSize(4).containsEntry(500L, 2);
        assertThat(flows.hasLost(SECOND)).isFalse();
    }

    @Test
    void shouldKeepTheTimeOfALossAsLongAsItMatters() {
        final HalfOpenFlows flows = new HalfOpenFlows(8, LIFE);
        for (long hash = 1; hash <= 8; hash++) {
            flows.remember(hash, 0, 1, hash * SECOND);
        }
        assertThat(flows.hasLost(8 * SECOND)).isFalse();
        assertThat(flows.lastLossNs()).isEmpty();
        flows.remember(9, 0, 1, 9 * SECOND);
        assertThat(flows.hasLost(9 * SECOND)).isTrue();
        assertThat(flows.lastLossNs()).hasValue(9 * SECOND);
        assertThat(shown(flows, 9 * SECOND)).as("the oldest gives way").hasSize(8).doesNotContainKey(100L);
        assertThat(flows.hasLost(9 * SECOND + LIFE)).isTrue();
        assertThat(flows.hasLost(10 * SECOND + LIFE)).isFalse();
    }

    @Test
    void shouldLoseNothingWhenTheOldestAreOver() {
        final HalfOpenFlows flows = new HalfOpenFlows(8, LIFE);
        for (long hash = 1; hash <= 80; hash++) {
            flows.remember(hash, 0, 1, hash * 10 * SECOND);
        }
        assertThat(flows.lastLossNs()).isEmpty();
    }

    @Test
    void shouldTakeSixteenBytesForEach() {
        assertThat(new HalfOpenFlows(1 << 16, LIFE).memoryBytes()).isEqualTo(16L << 16);
        assertThat(new HalfOpenFlows(1, LIFE).memoryBytes()).isEqualTo(16L * 8);
    }

    @Test
    void shouldNeverShowAMixtureOfTwoFlows() {
        final HalfOpenFlows flows = new HalfOpenFlows(64, LIFE);
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicLong shown = new AtomicLong();
        final CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                flows.collect(0, (hash, pool, server, idleNs) -> {
                    assertThat(server).isEqualTo((int) (hash & 0xffff));
                    assertThat(pool).isEqualTo((int) (hash & 0xff));
                    shown.incrementAndGet();
                });
            }
        });
        final Random random = new Random(8);
        for (int i = 0; i < 1_000_000 || (shown.get() == 0 && !reader.isDone()); i++) {
            final long hash = random.nextLong();
            flows.remember(hash, (int) (hash & 0xff), (int) (hash & 0xffff), 0);
            if ((hash & 3) == 0) {
                flows.forget(hash, (int) (hash & 0xff));
            }
        }
        stop.set(true);
        reader.join();
        assertThat(shown.get()).isPositive();
    }
}
