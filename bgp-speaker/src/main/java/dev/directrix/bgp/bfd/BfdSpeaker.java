package dev.directrix.bgp.bfd;

import dev.directrix.linux.socket.EventFd;
import java.time.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * BFD towards any number of routers, on one thread of its own: what else this process does delays it no more than the
 * machine itself does. All methods may be called from any thread but BFD's own.
 */
public final class BfdSpeaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BfdSpeaker.class);
    private static final long PAUSE_AFTER_FAILURE_MS = 10;
    private static final int MAX_FAILURES_LOGGED = 10;
    private static final long ANSWER_CHECK_MS = 100;

    private final Queue<Consumer<BfdEngine>> orders = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final EventFd wake = EventFd.open();
    private final Thread thread;
    /** Belongs to the thread. */
    private boolean ending;
    private int failures;

    private BfdSpeaker(final BfdPorts ports) {
        thread = new Thread(() -> run(ports), "bfd");
        thread.setDaemon(true);
    }

    /** A speaker without sessions; it listens from the first one on. */
    public static BfdSpeaker start(final BfdPorts ports) {
        final BfdSpeaker speaker = new BfdSpeaker(ports);
        speaker.thread.start();
        return speaker;
    }

    /**
     * Starts a session.
     *
     * @throws BfdException if there is one between these ends, or BFD's port is taken
     */
    public BfdSession open(final BfdPeer peer, final BfdSettings settings, final BfdListener listener) {
        return ask(engine -> new BfdSession(this, engine.open(peer, settings, listener)));
    }

    /** Packets that belonged to no session, by reason. */
    public Map<BfdVerdict, Long> strangers() {
        return ask(BfdEngine::strangers);
    }

    /**
     * Ends every session with AdminDown, so that no router takes it for a failure.
     *
     * @return completes when that is said and the thread is at its end
     */
    public CompletionStage<Void> shutdown() {
        run(engine -> {
            ending = true;
            engine.endAll();
        });
        return ended.copy();
    }

    /** Shuts down and waits for it. Idempotent. */
    @Override
    public void close() {
        shutdown().toCompletableFuture().join();
    }

    /** Has something done on BFD's thread; nothing after the end. */
    void run(final Consumer<BfdEngine> order) {
        if (ended.isDone()) {
            return;
        }
        orders.add(order);
        try {
            wake.signal();
        } catch (final IllegalStateException e) {
            // The thread has just ended, and with it everything that could be ordered.
            orders.clear();
        }
    }

    /** Asks BFD's thread and waits for its answer. */
    <T> T ask(final Function<BfdEngine, T> question) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        run(engine -> {
            try {
                answer.complete(question.apply(engine));
            } catch (final RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        while (!ended.isDone() || answer.isDone()) {
            try {
                return answer.get(ANSWER_CHECK_MS, TimeUnit.MILLISECONDS);
            } catch (final TimeoutException e) {
                // Look whether the thread is still there to answer.
            } catch (final ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new BfdException("BFD failed", e);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BfdException("interrupted while BFD was asked", e);
            }
        }
        throw new BfdException("BFD has ended");
    }

    private void run(final BfdPorts ports) {
        try (wake; BfdEngine engine = new BfdEngine(ports, Clock.systemUTC(), wake)) {
            while (!ending || !engine.isEmpty()) {
                try {
                    engine.work();
                    for (Consumer<BfdEngine> order = orders.poll(); order != null; order = orders.poll()) {
                        order.accept(engine);
                    }
                } catch (final RuntimeException e) {
                    survive(e);
                }
            }
        } finally {
            ended.complete(null);
        }
    }

    /** A failure of one turn must not silence all sessions; nor may it fill the log or the processor. */
    private void survive(final RuntimeException failure) {
        failures++;
        if (failures <= MAX_FAILURES_LOGGED) {
            LOG.error("BFD failed in one turn and goes on{}",
                failures == MAX_FAILURES_LOGGED ? "; further failures are not logged" : "", failure);
        }
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
