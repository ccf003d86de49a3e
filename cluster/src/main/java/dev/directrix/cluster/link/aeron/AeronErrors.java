package dev.directrix.cluster.link.aeron;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what goes wrong in Aeron, at most once in ten seconds: each datagram to nowhere is an error. Any thread. */
final class AeronErrors implements ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(AeronTransport.class);
    private static final long QUIET_NS = 10_000_000_000L;

    private final LongSupplier nanoClock;
    private final AtomicLong unlogged = new AtomicLong();
    private final AtomicLong quietUntilNs;

    AeronErrors(final LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        quietUntilNs = new AtomicLong(nanoClock.getAsLong());
    }

    @Override
    public void onError(final Throwable error) {
        final long nowNs = nanoClock.getAsLong();
        final long untilNs = quietUntilNs.get();
        if (nowNs - untilNs >= 0 && quietUntilNs.compareAndSet(untilNs, nowNs + QUIET_NS)) {
            LOG.warn("cluster: Aeron says: {} ({} more since the last such line)", error, unlogged.getAndSet(0));
            LOG.debug("cluster: Aeron says", error);
        } else {
            unlogged.incrementAndGet();
        }
    }
}
