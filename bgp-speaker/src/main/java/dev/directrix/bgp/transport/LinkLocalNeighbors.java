package dev.directrix.bgp.transport;

import dev.directrix.linux.netlink.RouteNetlink;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Finds out who is on a link, by the kernel's neighbour table: for neighbours that are configured by interface. */
public final class LinkLocalNeighbors {

    /** All nodes of a link (RFC 4291 §2.7.1). */
    private static final byte[] ALL_NODES = {(byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final int ANSWER_MS = 200;

    private LinkLocalNeighbors() {
    }

    /**
     * Link-local addresses that the kernel has met on an interface, with their scope.
     *
     * @throws IOException if there is no such interface
     */
    public static List<Inet6Address> on(final String device) throws IOException {
        final NetworkInterface link = named(device);
        try (RouteNetlink kernel = RouteNetlink.open()) {
            return kernel.neighbors().stream()
                .filter(entry -> entry.interfaceIndex() == link.getIndex() && entry.usable())
                .filter(entry -> entry.address() instanceof Inet6Address && entry.address().isLinkLocalAddress())
                .map(entry -> scoped(entry.address(), link))
                .flatMap(Optional::stream)
                .toList();
        }
    }

    /**
     * Makes the routers of a link known to the kernel: pings all nodes, and those that answer ask for our address first
     * and so tell theirs. Needs CAP_NET_RAW; takes up to 200 ms.
     *
     * @throws IOException if there is no such interface, or it cannot send
     */
    public static void discover(final String device) throws IOException {
        final NetworkInterface link = named(device);
        Inet6Address.getByAddress(null, ALL_NODES, link).isReachable(link, 1, ANSWER_MS);
    }

    private static NetworkInterface named(final String device) throws IOException {
        final NetworkInterface link = NetworkInterface.getByName(device);
        if (link == null) {
            throw new IOException("there is no interface " + device);
        }
        return link;
    }

    private static Optional<Inet6Address> scoped(final InetAddress address, final NetworkInterface link) {
        try {
            return Optional.of(Inet6Address.getByAddress(null, address.getAddress(), link.getIndex()));
        } catch (final UnknownHostException e) {
            return Optional.empty();
        }
    }
}
