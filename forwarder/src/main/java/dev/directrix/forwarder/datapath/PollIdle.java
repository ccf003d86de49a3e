package dev.directrix.forwarder.datapath;

import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * Idles by sleeping in poll(2) at once, so that an idle director uses no CPU. It does not spin first: where packets
 * come in by the interrupts and threads of the same CPU, each turn of the spin delays the very packets that it waits
 * for (30 microseconds of it halved the rate of one CPU). Under load there is always work, and no sleep.
 */
final class PollIdle implements IdleStrategy {

    private static final int SLEEP_MS = 100;
    private static final int UNSETTLED_SLEEP_MS = 1;

    private final Poller poller;
    private final BooleanSupplier unsettled;

    /**
     * An idle strategy for the thread of one worker.
     *
     * @param unsettled whether the worker waits for something that no descriptor tells, such as sent frames
     */
    PollIdle(final Poller poller, final BooleanSupplier unsettled) {
        this.poller = poller;
        this.unsettled = unsettled;
    }

    @Override
    public void idle(final int workCount) {
        if (workCount == 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        poller.await(unsettled.getAsBoolean() ? UNSETTLED_SLEEP_MS : SLEEP_MS);
    }

    @Override
    public void reset() {
        // Nothing is remembered between two turns.
    }
}
