package dev.directrix.forwarder.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdoptedFlowsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long LIFE = 300 * SECOND;

    private final AdoptedFlows flows = new AdoptedFlows(10_000, LIFE);

    private static Map<Long, Integer> shown(final AdoptedFlows flows, final long nowNs) {
        final Map<Long, Integer> result = new HashMap<>();
        flows.collect(nowNs, (hash, pool, server, idleNs) ->
                assertThat(result.put(hash * 100 + pool, server)).as("shown twice").isNull());
        return result;
    }

    @Test
    void shouldShowAFlowUntilItsIdleTimeIsOver() {
        assertThat(flows.adopt(7, 3, 12, 100 * SECOND, 1000 * SECOND)).isTrue();
        assertThat(shown(flows, 1000 * SECOND)).containsExactly(Map.entry(703L, 12));
        assertThat(shown(flows, 1200 * SECOND)).hasSize(1);
        assertThat(shown(flows, 1201 * SECOND)).isEmpty();
        flows.collect(1100 * SECOND, (hash, pool, server, idleNs) -> assertThat(idleNs).isEqualTo(200 * SECOND));
    }

    @Test
    void shouldKeepTheLaterOfTwoTimes() {
        flows.adopt(7, 3, 12, 100 * SECOND, 1000 * SECOND);
        flows.adopt(7, 3, 13, 10 * SECOND, 1000 * SECOND);
        flows.adopt(7, 3, 14, 50 * SECOND, 1000 * SECOND);
        assertThat(shown(flows, 1250 * SECOND)).containsExactly(Map.entry(703L, 13));
        assertThat(flows.size()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeWhatIsOverAlready() {
        assertThat(flows.adopt(7, 3, 12, LIFE + 1, 0)).isTrue();
        assertThat(flows.size()).isZero();
    }

    @Test
    void shouldGrowToItsBoundAndMakeRoomWhenFlowsAreOver() {
        final Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(flows.adopt(random.nextLong(), i & 0xfff, i - 1, (i % 2) * 100L * SECOND, 0)).isTrue();
        }
        assertThat(flows.size()).isEqualTo(10_000);
        assertThat(flows.adopt(random.nextLong(), 1, 1, 0, 0)).isFalse();
        assertThat(flows.adopt(random.nextLong(), 1, 1, 0, 250 * SECOND)).as("half of them are over").isTrue();
        assertThat(flows.size()).isEqualTo(5_001);
        flows.clear();
        assertThat(shown(flows, 0)).isEmpty();
    }

    @Test
    void shouldKeepEveryFlowWhileItGrows() {
        final Map<Long, Integer> expected = new HashMap<>();
        final Random random = new Random(2);
        for (int i = 0; i < 5_000; i++) {
            final long hash = random.nextInt();
            expected.put(hash * 100 + i % 90, i);
            flows.adopt(hash, i % 90, i, 0, i);
        }
        assertThat(shown(flows, 5_000)).isEqualTo(expected);
    }
}
