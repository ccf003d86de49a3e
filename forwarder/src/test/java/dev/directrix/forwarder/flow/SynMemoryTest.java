package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SynMemoryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HASH = 0x8000_0000_00ab_cdefL;

    private final SynMemory memory = new SynMemory(64, new TimeoutClasses(FlowTimeouts.DEFAULT));

    @Test
    void shouldRememberASynForSomeSeconds() {
        memory.remember(HASH, 12, 100 * SECOND);
        assertThat(memory.serverOf(HASH, 100 * SECOND, 0)).isEqualTo(12);
        assertThat(memory.serverOf(HASH, 110 * SECOND, 0)).isEqualTo(12);
        assertThat(memory.serverOf(HASH, 111 * SECOND, 0)).isEqualTo(SynMemory.ABSENT);
    }

    @Test
    void shouldTellFlowsOfOnePlaceApartAndKeepTheNewer() {
        memory.remember(HASH, 12, 0);
        assertThat(memory.serverOf(HASH ^ 1, 0, 0)).isEqualTo(SynMemory.ABSENT);
        memory.remember(HASH ^ 1, 13, 0);
        assertThat(memory.serverOf(HASH ^ 1, 0, 0)).isEqualTo(13);
        assertThat(memory.serverOf(HASH, 0, 0)).isEqualTo(SynMemory.ABSENT);
    }

    @Test
    void shouldRememberNothingAtFirstNotEvenForAHashOfZero() {
        assertThat(memory.serverOf(0, 0, 0)).isEqualTo(SynMemory.ABSENT);
        memory.remember(0, 0, 0);
        assertThat(memory.serverOf(0, 0, 0)).isZero();
    }

    @Test
    void shouldKeepTheLargestServerId() {
        memory.remember(HASH, FlowEntry.MAX_SERVER_ID - 1, -SECOND);
        assertThat(memory.serverOf(HASH, 0, 0)).isEqualTo(FlowEntry.MAX_SERVER_ID - 1);
    }
}
