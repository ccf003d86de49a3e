package dev.directrix.director.cli;

import dev.directrix.director.runtime.Signals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks again after each pause, until SIGINT or SIGTERM. From the first pause on these signals do nothing else, so that
 * the command can say what goes on without it. One thread.
 */
final class SignalWatch implements Watch {

    private final Duration pause;
    private final CountDownLatch stop = new CountDownLatch(1);
    private boolean listening;

    SignalWatch(final Duration pause) {
        this.pause = pause;
    }

    @Override
    public boolean again() {
        if (!listening) {
            listening = true;
            for (final String signal : List.of("INT", "TERM")) {
                Signals.handle(signal, stop::countDown);
            }
        }
        try {
            return !stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
