package dev.directrix.bgp;

import dev.directrix.bgp.bfd.BfdException;
import dev.directrix.bgp.bfd.BfdPeer;
import dev.directrix.bgp.bfd.BfdSession;
import dev.directrix.bgp.bfd.BfdSettings;
import dev.directrix.bgp.bfd.BfdStatus;
import dev.directrix.bgp.bfd.BfdTransition;
import dev.directrix.bgp.transport.EpollTransport;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Watches one neighbour by BFD for as long as its configuration wants it (RFC 5882 §10). Belongs to the transport's
 * thread.
 */
final class NeighborBfd {

    private final BfdWatch watch;
    private final EpollTransport transport;
    private final Failure failed;
    private final Consumer<String> problem;
    private Optional<BfdSession> session = Optional.empty();

    /** Hears that BFD was up and the router, or the path to it, failed. */
    @FunctionalInterface
    interface Failure {

        /** Why, and when, in the time of {@link System#nanoTime()}. */
        void happened(String cause, long atNs);
    }

    /**
     * Watches nothing yet.
     *
     * @param failed  told of failures, on the transport's thread
     * @param problem called with what hinders BFD here
     */
    NeighborBfd(
        final BfdWatch watch, final EpollTransport transport, final Failure failed,
        final Consumer<String> problem) {
        this.watch = watch;
        this.transport = transport;
        this.failed = failed;
        this.problem = problem;
    }

    /**
     * Watches as this configuration says. Begins once the BGP session is up, between its two addresses: BFD must watch
     * the path that BGP takes, and FRR begins its own session anew when it learns them. Goes on when BGP goes down.
     *
     * @param local our address of the BGP session; empty while it is down
     */
    void follow(final NeighborConfig config, final Optional<InetAddress> local) {
        final Optional<BfdSettings> wanted = config.bfd();
        final boolean fits = session.isPresent() && wanted.isPresent()
            && session.get().isMultihop() == wanted.get().multihop()
            && (local.isEmpty() || session.get().peer().local().equals(local));
        if (fits) {
            session.get().configure(wanted.get());
            return;
        }
        stop();
        if (wanted.isPresent() && local.isPresent()) {
            open(config, wanted.get(), local);
        }
    }

    /** Watches no more; the router is told that this is no failure. */
    void stop() {
        session.ifPresent(BfdSession::close);
        session = Optional.empty();
    }

    Optional<BfdStatus> status() {
        try {
            return session.map(BfdSession::status);
        } catch (final BfdException e) {
            return Optional.empty(); // It has just ended.
        }
    }

    private void open(final NeighborConfig config, final BfdSettings settings, final Optional<InetAddress> local) {
        try {
            final BfdPeer peer = new BfdPeer(scoped(config.address(), config.transport().device()), local);
            session = Optional.of(watch.speaker().open(peer, settings, this::changed));
        } catch (final BfdException | IllegalArgumentException e) {
            problem.accept("no BFD: " + e.getMessage());
        }
    }

    /** On BFD's thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it.
    private void changed(final BfdTransition transition) {
        if (transition.isFailure()) {
            try {
                final long atNs = System.nanoTime();
                transport.submit(() -> failed.happened(transition.cause(), atNs));
            } catch (final RejectedExecutionException e) {
                return; // The speaker has ended, and every session with it.
            }
        }
    }

    /** A link-local address with its interface. */
    private static InetAddress scoped(final InetAddress address, final Optional<String> device) {
        if (!(address instanceof Inet6Address six) || !six.isLinkLocalAddress() || six.getScopeId() != 0
            || device.isEmpty()) {
            return address;
        }
        try {
            final NetworkInterface link = NetworkInterface.getByName(device.get());
            if (link == null) {
                throw new IllegalArgumentException("there is no interface " + device.get());
            }
            return Inet6Address.getByAddress("", six.getAddress(), link.getIndex());
        } catch (final IOException e) {
            throw new IllegalArgumentException("interface " + device.get() + ": " + e.getMessage(), e);
        }
    }
}
