package dev.directrix.cluster.link.aeron;

import dev.directrix.cluster.link.DatagramHandler;
import dev.directrix.cluster.link.Endpoint;
import dev.directrix.cluster.link.LinkException;
import dev.directrix.cluster.link.Transport;
import dev.directrix.cluster.link.TransportStatus;
import io.aeron.Publication;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datagrams over Aeron, with a driver of its own that the caller's thread runs: by multi-destination cast, a copy to
 * each peer, or by multicast. As {@link Transport} says, one thread calls everything but {@link #wakeUp}.
 */
public final class AeronTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(AeronTransport.class);
    private static final int ADMIN_ATTEMPTS = 3;
    /** The driver's own timers are a hundred milliseconds and more. */
    private static final long MAX_WAIT_NS = 40_000_000;
    private static final long REOPEN_NS = 1_000_000_000L;
    private static final DatagramHandler NOBODY = (buffer, offset, length) -> { };

    private final AeronSettings settings;
    private final LongSupplier nanoClock;
    private final Random random;
    private final AeronErrors errors;
    private final Map<Endpoint, Integer> peers = new HashMap<>();
    private final Readiness readiness = new Readiness();
    private final FragmentHandler fragments = this::onFragment;
    private AeronSession session;
    private DatagramHandler handler = NOBODY;
    private boolean isClosed;
    private long openedNs;
    private long sent;
    private long refused;
    private long unheard;
    private long received;
    private long sentBytes;
    private long receivedBytes;
    private long reopened;

    private AeronTransport(final AeronSettings settings, final LongSupplier nanoClock, final Random random) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.random = random;
        errors = new AeronErrors(nanoClock);
        openedNs = nanoClock.getAsLong();
        try {
            session = new AeronSession(settings, readiness, random, errors);
        } catch (final LinkException e) {
            readiness.close();
            throw e;
        }
    }

    /**
     * Starts the driver and listens. Takes some tens of milliseconds.
     *
     * @param nanoClock monotonic, as {@link System#nanoTime}
     * @throws LinkException if the endpoint cannot be opened, or there is no place for the driver's files
     */
    public static AeronTransport open(final AeronSettings settings, final LongSupplier nanoClock) {
        final long seed = nanoClock.getAsLong() ^ ProcessHandle.current().pid();
        return new AeronTransport(settings, nanoClock, new Random(seed));
    }

    @Override
    public void addPeer(final Endpoint peer) {
        if (peers.merge(peer, 1, Integer::sum) == 1 && settings.multicast().isEmpty()) {
            session.addDestination(peer);
        }
    }

    @Override
    public void removePeer(final Endpoint peer) {
        final Integer left = peers.computeIfPresent(peer, (endpoint, count) -> count > 1 ? count - 1 : 0);
        if (left != null && left == 0) {
            peers.remove(peer);
            if (settings.multicast().isEmpty()) {
                session.removeDestination(peer);
            }
        }
    }

    @Override
    public boolean send(final DirectBuffer buffer, final int offset, final int length) {
        long result = Publication.ADMIN_ACTION;
        for (int i = 0; i < ADMIN_ATTEMPTS && result == Publication.ADMIN_ACTION; i++) {
            result = session.publication().offer(buffer, offset, length);
        }
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            refused++;
            return false;
        }
        sent++;
        sentBytes += length;
        if (result < 0) {
            unheard++;
        }
        return true;
    }

    @Override
    public int poll(final DatagramHandler to, final int limit) {
        if (session.isOver()) {
            reopen();
        }
        final int work = session.work();
        handler = to;
        final int count = session.subscription().poll(fragments, limit);
        handler = NOBODY;
        return work + count;
    }

    @Override
    public void await(final long timeoutNs) {
        if (session.work() == 0) {
            readiness.await(Math.min(timeoutNs, MAX_WAIT_NS));
        }
    }

    @Override
    public void wakeUp() {
        readiness.wakeUp();
    }

    @Override
    public TransportStatus status() {
        return new TransportStatus(sent, refused, unheard, received, sentBytes, receivedBytes, reopened);
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            session.close();
            readiness.close();
        }
    }

    private void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if ((header.flags() & FrameDescriptor.UNFRAGMENTED) == FrameDescriptor.UNFRAGMENTED) {
            received++;
            receivedBytes += length;
            handler.onDatagram(buffer, offset, length);
        }
    }

    private void reopen() {
        final long nowNs = nanoClock.getAsLong();
        if (nowNs - openedNs < REOPEN_NS) {
            return;
        }
        openedNs = nowNs;
        LOG.warn("cluster: Aeron came to an end and is started again");
        session.close();
        try {
            session = new AeronSession(settings, readiness, random, errors);
        } catch (final LinkException e) {
            errors.onError(e);
            return;
        }
        reopened++;
        if (settings.multicast().isEmpty()) {
            peers.keySet().forEach(session::addDestination);
        }
    }
}
