package dev.directrix.forwarder.datapath;

import org.agrona.concurrent.IdleStrategy;

/**
 * Idles by spinning for some microseconds, in which the next frame of a busy interface arrives, then by sleeping in
 * poll(2): an idle director uses no CPU.
 */
final class PollIdle implements IdleStrategy {

    private static final long SPIN_NS = 30_000;
    private static final int SLEEP_MS = 100;
    private static final long BUSY = -1;

    private final Poller poller;
    private long idleSinceNs = BUSY;

    PollIdle(final Poller poller) {
        this.poller = poller;
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
            poller.await(SLEEP_MS);
        }
    }

    @Override
    public void reset() {
        idleSinceNs = BUSY;
    }
}
