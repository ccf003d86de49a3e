package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.port.SendPermit;
import org.agrona.concurrent.NanoClock;

/**
 * For how long a director may forward: one life in a cluster. Nothing leaves before it is {@link #open}ed, nothing past
 * its deadline, and nothing ever again once the deadline has been missed, whoever noticed it first: a worker that asks,
 * or who would have moved the deadline. To return is to begin another life. Safe for use by many threads.
 */
final class Validity implements SendPermit {
    private final NanoClock clock;
    private volatile long deadlineNs;
    private volatile boolean open;
    private volatile boolean over;

    /**
     * A life that is not open yet.
     *
     * @param clock monotonic
     */
    Validity(final NanoClock clock) {
        this.clock = clock;
        this.deadlineNs = clock.nanoTime();
    }

    /**
     * Moves the deadline, also back. Without effect once it was missed.
     *
     * @param nextNs by the monotonic clock
     * @return whether this life goes on
     */
    synchronized boolean until(final long nextNs) {
        if (open && clock.nanoTime() - deadlineNs >= 0) {
            over = true;
        }
        deadlineNs = nextNs;
        return !over;
    }

    /**
     * Lets frames leave from now on, until the deadline.
     *
     * @return whether they may: not if the deadline has passed
     */
    synchronized boolean open() {
        if (clock.nanoTime() - deadlineNs >= 0) {
            over = true;
        }
        open = true;
        return !over;
    }

    /** Ends this life. */
    void end() {
        over = true;
    }

    /** Whether it is over: it was ended, or its deadline was missed. */
    boolean isOver() {
        return over;
    }

    @Override
    public boolean maySend() {
        if (over || !open) {
            return false;
        }
        if (clock.nanoTime() - deadlineNs >= 0) {
            over = true;
            return false;
        }
        return true;
    }
}
