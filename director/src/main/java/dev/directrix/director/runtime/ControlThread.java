package dev.directrix.director.runtime;

import dev.directrix.director.control.OperationException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns a director's state. Everybody else posts events to it; nobody waits for it but the user of a
 * command, and not for long.
 */
final class ControlThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor executor;
    private final List<Future<?>> periodic = new CopyOnWriteArrayList<>();
    private final Duration patience;

    ControlThread(final String name) {
        this(name, PATIENCE);
    }

    /**
     * With another patience than commands have.
     *
     * @param patience how long a command may wait for its turn
     */
    ControlThread(final String name, final Duration patience) {
        this.patience = patience;
        this.executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name(name).daemon(true).factory());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs an event soon; one that comes after the end is dropped. */
    void post(final Runnable event) {
        try {
            executor.execute(() -> guarded(event));
        } catch (final RejectedExecutionException e) {
            LOG.debug("an event came after the end", e);
        }
    }

    /** Runs an event again and again. */
    void every(final Duration period, final Runnable event) {
        periodic.add(executor.scheduleWithFixedDelay(
            () -> guarded(event), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    /**
     * Runs a command and waits for its answer; what it throws is thrown here. One whose turn does not come in time is
     * not run at all; one that has begun is waited for, so that nothing is said to have failed that has an effect.
     */
    <T> T call(final Callable<T> command) {
        final AtomicBoolean decided = new AtomicBoolean();
        final Future<T> answer;
        try {
            answer = executor.submit(() -> {
                if (!decided.compareAndSet(false, true)) {
                    throw new CancellationException("too late");
                }
                return command.call();
            });
        } catch (final RejectedExecutionException e) {
            throw new OperationException("the director has stopped", e);
        }
        try {
            return answer(answer, decided);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new OperationException("the command failed: " + e.getCause(), e);
        } catch (final CancellationException e) {
            throw new OperationException("the director has stopped", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("interrupted", e);
        }
    }

    private <T> T answer(final Future<T> answer, final AtomicBoolean decided)
        throws ExecutionException, InterruptedException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final TimeoutException e) {
            if (decided.compareAndSet(false, true)) {
                throw new OperationException("the director did not answer within " + patience.toSeconds()
                    + " s, and nothing was done: see its log", e);
            }
            return answer.get();
        }
    }

    /** Ends the thread and waits for the event under way, so that no part is used after it was closed. */
    @Override
    public void close() {
        periodic.forEach(task -> task.cancel(false));
        executor.shutdownNow().forEach(waiting -> {
            if (waiting instanceof Future<?> future) {
                future.cancel(false);
            }
        });
        Threads.awaitEnd(executor);
    }

    /** An event that fails must not take the ones behind it along. */
    private static void guarded(final Runnable event) {
        try {
            event.run();
        } catch (final RuntimeException | Error e) {
            LOG.error("an event of the control thread failed; the state stays as it was before it", e);
        }
    }
}
