package dev.directrix.cluster.etcd;

import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws from the store, and tells it nothing once the store is closed. */
final class GuardedListener implements StoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    private final StoreListener listener;
    private final BooleanSupplier closed;

    GuardedListener(final StoreListener listener, final BooleanSupplier closed) {
        this.listener = listener;
        this.closed = closed;
    }

    @Override
    public void recordSeen(final long modRevision, final byte[] value) {
        run(() -> listener.recordSeen(modRevision, value));
    }

    @Override
    public void memberSeen(final String name, final byte[] value, final long modRevision) {
        run(() -> listener.memberSeen(name, value, modRevision));
    }

    @Override
    public void memberGone(final String name) {
        run(() -> listener.memberGone(name));
    }

    @Override
    public void started() {
        run(listener::started);
    }

    @Override
    public void gap(final String why) {
        run(() -> listener.gap(why));
    }

    @Override
    public void keepAliveConfirmed(final long sentAtNs) {
        run(() -> listener.keepAliveConfirmed(sentAtNs));
    }

    @Override
    public void leaseLost(final String why) {
        run(() -> listener.leaseLost(why));
    }

    @Override
    public void reachable(final boolean reachable, final String why) {
        run(() -> listener.reachable(reachable, why));
    }

    private void run(final Runnable call) {
        if (closed.getAsBoolean()) {
            return;
        }
        try {
            call.run();
        } catch (final RuntimeException e) {
            LOG.error("the listener of the cluster's store failed", e);
        }
    }
}
