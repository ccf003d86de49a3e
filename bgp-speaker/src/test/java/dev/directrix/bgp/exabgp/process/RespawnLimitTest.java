package dev.directrix.bgp.exabgp.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RespawnLimitTest {

    private final RespawnLimit limit = new RespawnLimit();

    @Test
    void shouldAllowFiveStartsInAWindow() {
        for (int i = 0; i < RespawnLimit.STARTS; i++) {
            assertThat(limit.start(i * 1_000L)).isTrue();
        }
        assertThat(limit.start(5_000)).isFalse();
        assertThat(limit.start(RespawnLimit.WINDOW_MS - 1)).isFalse();
    }

    @Test
    void shouldAllowMoreWhenTheFirstIsLongAgo() {
        for (int i = 0; i < RespawnLimit.STARTS; i++) {
            limit.start(i * 1_000L);
        }
        assertThat(limit.start(RespawnLimit.WINDOW_MS)).isTrue();
        assertThat(limit.start(RespawnLimit.WINDOW_MS)).isFalse();
    }
}
