package dev.directrix.director.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is open, closed last first. A part that cannot be closed does not keep the others open, be it for an error of
 * the virtual machine, as when an upgrade replaced the jar below the process. Thread-safe.
 */
final class ClosingStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Adds a part that was opened just now. */
    synchronized <T extends AutoCloseable> T add(final T part) {
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            final AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (final Exception | Error e) {
                LOG.error("a part could not be closed: {}", e.getMessage(), e);
            }
        }
    }
}
