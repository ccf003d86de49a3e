package dev.directrix.linux.netlink;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.socket.EventFd;
import dev.directrix.linux.socket.PollSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A thread that tells a {@link RouteListener} what changes, until it is closed. */
public final class RouteSubscription implements AutoCloseable {

    private static final int GROUPS = RouteProtocol.RTMGRP_LINK | RouteProtocol.RTMGRP_NEIGH
            | RouteProtocol.RTMGRP_IPV4_IFADDR | RouteProtocol.RTMGRP_IPV6_IFADDR
            | RouteProtocol.RTMGRP_IPV4_ROUTE | RouteProtocol.RTMGRP_IPV6_ROUTE;

    private final NetlinkSocket socket;
    private final RouteListener listener;
    private final EventFd stop = EventFd.open();
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Used by the thread alone. */
    private boolean closedByListener;

    private RouteSubscription(final NetlinkSocket socket, final RouteListener listener) {
        this.socket = socket;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("netlink-events").daemon().unstarted(this::run);
    }

    static RouteSubscription start(final RouteListener listener) {
        final RouteSubscription subscription = new RouteSubscription(new NetlinkSocket(GROUPS), listener);
        subscription.thread.start();
        return subscription;
    }

    /** Ends the thread and waits for it, unless it is the listener that calls. A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (Thread.currentThread() == thread) {
            closedByListener = true;
            return;
        }
        // The thread may end by itself meanwhile, so the descriptor that wakes it is not its own to close.
        stop.signal();
        awaitEnd();
        stop.close();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (PollSet poll = PollSet.forReading(socket.fd(), stop.fd())) {
            while (!closed.get()) {
                poll.await(PollSet.FOREVER);
                if (!closed.get() && poll.ready(0)) {
                    deliver();
                }
            }
        } catch (final LinuxException e) {
            listener.failed(e);
        } finally {
            socket.close();
            if (closedByListener) {
                stop.close();
            }
        }
    }

    private void deliver() {
        final List<NetlinkMessage> messages;
        try {
            messages = socket.receiveNow();
        } catch (final LinuxException e) {
            if (!e.is(Errno.ENOBUFS)) {
                throw e;
            }
            listener.eventsLost();
            return;
        }
        for (final NetlinkMessage message : messages) {
            final Optional<RouteEvent> event = RouteDecoder.event(message);
            event.ifPresent(listener::changed);
        }
    }
}
