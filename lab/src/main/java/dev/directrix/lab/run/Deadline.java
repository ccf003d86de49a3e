package dev.directrix.lab.run;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting that ends: until something holds, or with a message that says what did not. */
public final class Deadline {
    private static final long POLL_MS = 20;

    private final long endNs;

    private Deadline(long endNs) {
        this.endNs = endNs;
    }

    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    public boolean passed() {
        return System.nanoTime() - endNs >= 0;
    }

    /** Whether {@code condition} held before the deadline; it is asked at least once. */
    public boolean holds(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (passed()) {
                return false;
            }
            pause(Duration.ofMillis(POLL_MS));
        }
        return true;
    }

    /** Returns once {@code condition} holds. */
    public void await(BooleanSupplier condition, Supplier<String> otherwise) {
        if (!holds(condition)) {
            throw new LabException(otherwise.get());
        }
    }

    /** Sleeps; an interrupt ends the lab's work. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
