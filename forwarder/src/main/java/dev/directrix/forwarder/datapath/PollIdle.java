package dev.directrix.forwarder.datapath;

import java.util.function.BooleanSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * Idles by spinning for some microseconds, in which the next frame of a busy interface arrives, then by sleeping in
 * poll(2): an idle director uses no CPU.
 */
final class PollIdle implements IdleStrategy {

    private static final long SPIN_NS = 30_000;
    private static final int SLEEP_MS = 100;
    private static final int UNSETTLED_SLEEP_MS = 1;
    private static final long BUSY = -1;

    private final Poller poller;
    private final BooleanSupplier unsettled;
    private long idleSinceNs = BUSY;

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
        if (workCount > 0) {
            idleSinceNs = BUSY;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        final long nowNs = System.nanoTime();
        if (idleSinceNs == BUSY) {
            idleSinceNs = nowNs;
        }
        if (nowNs - idleSinceNs < SPIN_NS) {
            Thread.onSpinWait();
        } else {
            poller.await(unsettled.getAsBoolean() ? UNSETTLED_SLEEP_MS : SLEEP_MS);
        }
    }

    @Override
    public void reset() {
        idleSinceNs = BUSY;
    }
}
