package dev.directrix.linux.netlink;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The kernel's links, addresses, neighbours and routes, in the network namespace of the thread that opened this.
 * Thread-safe; calls wait for one another. To follow changes without a gap, {@link #subscribe} first and dump
 * afterwards.
 */
public final class RouteNetlink implements AutoCloseable {

    private static final int DUMP_ATTEMPTS = 50;

    private final NetlinkTransport socket;
    private int sequence;
    private boolean managedSupported = true;

    RouteNetlink(final NetlinkTransport socket) {
        this.socket = socket;
    }

    /** Opens a socket in the calling thread's network namespace. Needs no privilege to read. */
    public static RouteNetlink open() {
        return new RouteNetlink(new NetlinkSocket(0));
    }

    /** Every interface. */
    public List<Link> links() {
        return dump("links", RouteProtocol.RTM_GETLINK, RouteDecoder::link);
    }

    /** Every interface's addresses. */
    public List<InterfaceAddress> addresses() {
        return dump("addresses", RouteProtocol.RTM_GETADDR, RouteDecoder::address);
    }

    /** Every IPv4 and IPv6 neighbour. */
    public List<Neighbor> neighbors() {
        return dump("neighbours", RouteProtocol.RTM_GETNEIGH, RouteDecoder::neighbor);
    }

    /** Every IPv4 and IPv6 route of every table. */
    public List<Route> routes() {
        return dump("routes", RouteProtocol.RTM_GETROUTE, RouteDecoder::route);
    }

    /**
     * The way that a packet from this host to an address takes: one next hop, or none when the address is local.
     *
     * @return empty when there is no route
     */
    public Optional<Route> lookup(final InetAddress destination) {
        final int number = nextSequence();
        return ask("look up the route to " + destination.getHostAddress(),
                RouteRequest.lookup(destination, number), number, RouteDecoder::route);
    }

    /** One neighbour, empty when the kernel has no entry for it. */
    public Optional<Neighbor> neighbor(final int interfaceIndex, final InetAddress address) {
        final int number = nextSequence();
        return ask("look up neighbour " + address.getHostAddress(),
                RouteRequest.neighbor(interfaceIndex, address, number), number, RouteDecoder::neighbor);
    }

    /**
     * Has the kernel resolve a neighbour and, from Linux 5.16 on, keep it resolved by itself (a managed entry). On an
     * older kernel it resolves once, so call again when the entry goes stale. Static entries stay as they are. Does
     * not wait for the answer: see {@link #neighbor} or the events. Needs CAP_NET_ADMIN.
     *
     * @param interfaceIndex the interface behind which the neighbour is
     * @param address        an address on that interface's link
     */
    public synchronized void resolve(final int interfaceIndex, final InetAddress address) {
        final boolean fixed = neighbor(interfaceIndex, address)
                .filter(entry -> entry.state() == NeighborState.PERMANENT || entry.state() == NeighborState.NOARP)
                .isPresent();
        if (fixed) {
            return;
        }
        final String operation = "resolve neighbour " + address.getHostAddress() + " on interface " + interfaceIndex;
        if (managedSupported) {
            try {
                acknowledged(operation, RouteRequest.resolve(interfaceIndex, address, true, nextSequence()));
                return;
            } catch (final LinuxException e) {
                if (!e.is(Errno.EINVAL) && !e.is(Errno.EOPNOTSUPP)) {
                    throw e;
                }
                managedSupported = false;
            }
        }
        acknowledged(operation, RouteRequest.resolve(interfaceIndex, address, false, nextSequence()));
    }

    /**
     * Removes a neighbour's entry, which also ends a managed one. Needs CAP_NET_ADMIN.
     *
     * @return false when there was none
     */
    public synchronized boolean forget(final int interfaceIndex, final InetAddress address) {
        try {
            acknowledged("forget neighbour " + address.getHostAddress(),
                    RouteRequest.forget(interfaceIndex, address, nextSequence()));
            return true;
        } catch (final LinuxException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }

    /** Starts a thread that tells the listener of every change from now on, in the calling thread's namespace. */
    public RouteSubscription subscribe(final RouteListener listener) {
        return RouteSubscription.start(listener);
    }

    @Override
    public synchronized void close() {
        socket.close();
    }

    private synchronized int nextSequence() {
        sequence = Math.max(1, sequence + 1);
        return sequence;
    }

    private synchronized <T> List<T> dump(final String what, final int type,
                                          final Function<NetlinkMessage, Optional<T>> decoder) {
        for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
            final int number = nextSequence();
            final List<T> result = new ArrayList<>();
            socket.send(RouteRequest.dump(type, number));
            if (collect("dump " + what, number, decoder, result)) {
                return result;
            }
        }
        throw new LinuxException("dump " + what, Errno.EINTR.number(), "the table changed during each of "
                + DUMP_ATTEMPTS + " attempts");
    }

    /**
     * Gathers a dump's parts: false when the table changed meanwhile (NLM_F_DUMP_INTR), so that it may be
     * inconsistent.
     */
    private <T> boolean collect(final String operation, final int number,
                                final Function<NetlinkMessage, Optional<T>> decoder, final List<T> result) {
        boolean consistent = true;
        while (true) {
            for (final NetlinkMessage message : socket.receive()) {
                if (message.sequence() != number) {
                    continue;
                }
                consistent &= (message.flags() & NetlinkMessage.NLM_F_DUMP_INTR) == 0;
                if (message.type() == NetlinkMessage.NLMSG_DONE || message.type() == NetlinkMessage.NLMSG_ERROR) {
                    if (message.errno() != 0) {
                        throw new LinuxException(operation, message.errno(), message.errorText());
                    }
                    return consistent;
                }
                decoder.apply(message).ifPresent(result::add);
            }
        }
    }

    /** One question with one answer; a refusal that means "there is none" is empty. */
    private synchronized <T> Optional<T> ask(final String operation, final byte[] request, final int number,
                                             final Function<NetlinkMessage, Optional<T>> decoder) {
        socket.send(request);
        while (true) {
            for (final NetlinkMessage message : socket.receive()) {
                if (message.sequence() != number) {
                    continue;
                }
                if (message.type() != NetlinkMessage.NLMSG_ERROR) {
                    return decoder.apply(message);
                }
                final int errno = message.errno();
                if (errno == Errno.ENETUNREACH.number() || errno == Errno.EHOSTUNREACH.number()
                        || errno == Errno.ENOENT.number()) {
                    return Optional.empty();
                }
                throw new LinuxException(operation, errno, message.errorText());
            }
        }
    }

    private synchronized void acknowledged(final String operation, final byte[] request) {
        final int number = sequence;
        socket.send(request);
        while (true) {
            for (final NetlinkMessage message : socket.receive()) {
                if (message.sequence() == number && message.type() == NetlinkMessage.NLMSG_ERROR) {
                    if (message.errno() != 0) {
                        throw new LinuxException(operation, message.errno(), message.errorText());
                    }
                    return;
                }
            }
        }
    }
}
