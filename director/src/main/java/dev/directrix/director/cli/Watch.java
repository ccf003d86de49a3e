package dev.directrix.director.cli;

import java.time.Duration;

/** Decides when to look again. */
@FunctionalInterface
interface Watch {

    /** Waits; false: look no more. */
    boolean again();

    /** Until the program is interrupted. */
    static Watch everySecond() {
        return () -> {
            try {
                Thread.sleep(Duration.ofSeconds(1));
                return true;
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }
}
