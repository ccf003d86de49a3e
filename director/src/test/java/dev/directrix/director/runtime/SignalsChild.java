package dev.directrix.director.runtime;

import java.time.Duration;

/** A process of its own that prints the signals it hears, until it is killed. */
public final class SignalsChild {

    private SignalsChild() {
    }

    public static void main(final String[] args) throws InterruptedException {
        Signals.handle("INT", () -> System.out.println("INT"));
        Signals.handleEvenIfIgnored("HUP", () -> System.out.println("HUP"));
        System.out.println("ready");
        Thread.sleep(Duration.ofMinutes(2));
    }
}
