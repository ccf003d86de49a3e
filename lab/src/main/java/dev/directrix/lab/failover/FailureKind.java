package dev.directrix.lab.failover;

/** How a director ends to be of use, and comes back. */
public enum FailureKind {
    /** The process dies: the kernel closes its connections, so that the router hears of it by TCP. */
    KILLED("KILL"),
    /** The process stands still with its connections open: only silence tells. */
    FROZEN("STOP");

    private final String signal;

    FailureKind(String signal) {
        this.signal = signal;
    }

    /** The signal that does it. */
    String signal() {
        return signal;
    }
}
