package dev.directrix.director.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of executors. */
final class Threads {

    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);
    private static final long PATIENCE_SECONDS = 10;

    private Threads() {
    }

    /** Waits until an executor that was shut down has ended its last task. */
    static void awaitEnd(final ExecutorService executor) {
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("a task did not end within {} s: {}", PATIENCE_SECONDS, executor);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
