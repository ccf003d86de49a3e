package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.director.control.OperationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ControlThreadTest {

    @Test
    void shouldRunEventsInOrderOnOneThread() {
        final List<String> seen = new CopyOnWriteArrayList<>();
        try (ControlThread control = new ControlThread("control-test")) {
            for (int i = 0; i < 100; i++) {
                final int n = i;
                control.post(() -> seen.add(Thread.currentThread().getName() + n));
            }
            assertThat(control.call(() -> seen.size())).isEqualTo(100);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(seen.get(i)).isEqualTo("control-test" + i);
        }
    }

    @Test
    void shouldGoOnAfterAnEventThatFails() {
        final AtomicInteger ticks = new AtomicInteger();
        try (ControlThread control = new ControlThread("control-test")) {
            control.post(() -> {
                throw new IllegalStateException("for the test");
            });
            control.every(Duration.ofMillis(1), () -> {
                ticks.incrementAndGet();
                throw new IllegalStateException("for the test");
            });
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> ticks.get() > 3);
            assertThatThrownBy(() -> control.call(() -> {
                throw new IllegalArgumentException("as thrown");
            })).isInstanceOf(IllegalArgumentException.class).hasMessage("as thrown");
        }
    }

    @Test
    void shouldNotRunACommandWhoseTurnComesTooLate() throws InterruptedException {
        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch free = new CountDownLatch(1);
        final CountDownLatch after = new CountDownLatch(1);
        try (ControlThread control = new ControlThread("control-test", Duration.ofMillis(50))) {
            control.post(() -> await(free));
            assertThatThrownBy(() -> control.call(runs::incrementAndGet)).isInstanceOf(OperationException.class)
                .hasMessageContaining("did not answer").hasMessageContaining("nothing was done");
            free.countDown();
            control.post(after::countDown);
            after.await();
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void shouldWaitForACommandThatHasBegun() {
        try (ControlThread control = new ControlThread("control-test", Duration.ofMillis(50))) {
            assertThat(control.call(() -> {
                Thread.sleep(500);
                return 7;
            })).isEqualTo(7);
        }
    }

    private static void await(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldRefuseCommandsAndDropEventsAfterTheEnd() {
        final ControlThread control = new ControlThread("control-test");
        control.close();
        control.close();
        control.post(() -> {
            throw new AssertionError("must not run");
        });
        assertThatThrownBy(() -> control.call(() -> 1)).isInstanceOf(OperationException.class)
            .hasMessage("the director has stopped");
    }
}
