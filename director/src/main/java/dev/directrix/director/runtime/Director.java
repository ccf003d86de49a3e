package dev.directrix.director.runtime;

import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.control.Operations;

/** A running director. Methods may be called from any thread. */
public final class Director implements AutoCloseable {

    private Director() {
    }

    /**
     * Starts a director in this process: checks the machine, opens the datapath, the routing sessions, the health
     * checks, the control socket and the admin address. Returns when it forwards; VIPs follow as they become ready.
     *
     * @throws dev.directrix.director.config.ConfigException if the machine lacks what the file names, by line
     * @throws StartException if a part fails; everything opened before is closed again
     */
    public static Director start(final LoadedConfig loaded) {
        final RuntimeException unfinished = new UnsupportedOperationException(loaded.source().file().toString());
        throw unfinished;
    }

    /**
     * Starts a director, takes the signals of this process (SIGTERM and SIGINT drain and stop, a second one hastens;
     * SIGHUP reloads) and returns when it has stopped.
     *
     * @return exit code, 0 after an orderly stop
     */
    public static int run(final LoadedConfig loaded) {
        try (Director director = start(loaded)) {
            return director.awaitStopped();
        }
    }

    /** What it can be asked and told. */
    public Operations operations() {
        final RuntimeException unfinished = new UnsupportedOperationException();
        throw unfinished;
    }

    /** Begins to leave: drains, withdraws, ends sessions, stops forwarding. A second call hastens. Returns at once. */
    public void stop() {
        final RuntimeException unfinished = new UnsupportedOperationException();
        throw unfinished;
    }

    /** Waits until it has stopped; 0 after an orderly stop. */
    public int awaitStopped() {
        final RuntimeException unfinished = new UnsupportedOperationException();
        throw unfinished;
    }

    /** Stops at once, without a drain. Idempotent. */
    @Override
    public void close() {
        // Nothing was started.
    }
}
