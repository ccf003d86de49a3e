package dev.directrix.forwarder.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ValidityTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final Validity validity = new Validity(clock::get);

    private void pass(final long ns) {
        clock.addAndGet(ns);
    }

    @Test
    void shouldLetNothingLeaveBeforeItIsOpened() {
        assertThat(validity.until(clock.get() + 5 * SECOND)).isTrue();
        assertThat(validity.maySend()).isFalse();
        assertThat(validity.open()).isTrue();
        assertThat(validity.maySend()).isTrue();
    }

    @Test
    void shouldTakeDeadlinesWhileItIsNotOpenedEvenIfOnePassed() {
        pass(10 * SECOND);
        assertThat(validity.until(clock.get() + SECOND)).isTrue();
        pass(2 * SECOND);
        assertThat(validity.maySend()).isFalse();
        assertThat(validity.until(clock.get() + SECOND)).isTrue();
        assertThat(validity.open()).isTrue();
        assertThat(validity.maySend()).isTrue();
    }

    @Test
    void shouldNotOpenPastTheDeadline() {
        assertThat(validity.open()).isFalse();
        validity.until(clock.get() + SECOND);
        assertThat(validity.open()).isFalse();
        assertThat(validity.maySend()).isFalse();
    }

    @Test
    void shouldEndAtTheDeadlineForGoodWhenAWorkerSeesIt() {
        validity.until(clock.get() + 2 * SECOND);
        validity.open();
        pass(2 * SECOND - 1);
        assertThat(validity.maySend()).isTrue();
        pass(1);
        assertThat(validity.maySend()).isFalse();
        assertThat(validity.until(clock.get() + SECOND)).isFalse();
        assertThat(validity.maySend()).isFalse();
        assertThat(validity.open()).isFalse();
        assertThat(validity.isOver()).isTrue();
    }

    @Test
    void shouldEndForGoodWhenWhoeverMovesTheDeadlineWasTooLate() {
        validity.until(clock.get() + SECOND);
        validity.open();
        pass(SECOND);
        assertThat(validity.until(clock.get() + SECOND)).as("as after a pause in which no worker ran").isFalse();
        assertThat(validity.maySend()).isFalse();
    }

    @Test
    void shouldEndWhenItIsTold() {
        validity.until(clock.get() + SECOND);
        validity.open();
        validity.end();
        assertThat(validity.maySend()).isFalse();
        assertThat(validity.until(clock.get() + SECOND)).isFalse();
    }

    @Test
    void shouldFollowADeadlineThatMovesOverTheWrapOfTheClock() {
        validity.until(clock.get() + 2 * SECOND);
        validity.open();
        for (int i = 0; i < 10; i++) {
            pass(SECOND);
            assertThat(validity.maySend()).isTrue();
            assertThat(validity.until(clock.get() + 2 * SECOND)).isTrue();
        }
    }
}
