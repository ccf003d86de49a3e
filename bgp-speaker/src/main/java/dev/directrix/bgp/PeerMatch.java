package dev.directrix.bgp;

import dev.directrix.bgp.transport.LinkLocalNeighbors;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** Tells which neighbour a connection is of, and who is at the other end of a link. */
final class PeerMatch {

    private PeerMatch() {
    }

    /**
     * How well a connection that came in fits a neighbour: 0 not at all; the more of its values say so, the more.
     */
    static int of(final NeighborConfig config, final InetSocketAddress local, final InetSocketAddress remote) {
        final NeighborTransport transport = config.transport();
        final boolean otherPort =
            transport.listenPort().isPresent() && transport.listenPort().getAsInt() != local.getPort();
        final boolean otherAddress =
            transport.sourceAddress().filter(source -> !source.equals(local.getAddress())).isPresent();
        final boolean otherLink = transport.device().filter(device -> !isOn(device, remote.getAddress())).isPresent();
        if (otherPort || otherAddress || otherLink) {
            return 0;
        }
        final int specific = 1 + (transport.listenPort().isPresent() ? 1 : 0)
            + (transport.sourceAddress().isPresent() ? 2 : 0);
        if (config.isUnnumbered()) {
            return remote.getAddress().isLinkLocalAddress() ? specific : 0;
        }
        return isSame(config.address(), remote.getAddress()) ? 4 + specific : 0;
    }

    /**
     * The only router on a link.
     *
     * @throws IOException with words if none is known yet, or more than one
     */
    static InetAddress onlyRouter(final String device) throws IOException {
        final List<Inet6Address> there = LinkLocalNeighbors.on(device);
        if (there.size() == 1) {
            return there.get(0);
        }
        if (there.isEmpty()) {
            discover(device);
            throw new IOException("nobody is known on " + device + " yet: is the link up, and IPv6 on at both ends?");
        }
        throw new IOException("several neighbors are on " + device + ", " + there + ": give the address of one");
    }

    /** On a thread of its own: it waits for answers. */
    private static void discover(final String device) {
        Thread.ofPlatform().daemon().name("bgp-discovery-" + device).start(() -> {
            try {
                LinkLocalNeighbors.discover(device);
            } catch (final IOException e) {
                return; // The next attempt to connect says what is wrong.
            }
        });
    }

    /** Link-local addresses are the same only on the same link; equality of addresses does not look at that. */
    private static boolean isSame(final InetAddress one, final InetAddress other) {
        return one.equals(other) && (scope(one) == 0 || scope(other) == 0 || scope(one) == scope(other));
    }

    /** Only a link-local address tells the interface that it was met on. */
    private static boolean isOn(final String device, final InetAddress address) {
        if (!address.isLinkLocalAddress()) {
            return true;
        }
        try {
            return Optional.ofNullable(NetworkInterface.getByName(device))
                .filter(link -> scope(address) == 0 || link.getIndex() == scope(address)).isPresent();
        } catch (final SocketException e) {
            return false;
        }
    }

    private static int scope(final InetAddress address) {
        return address instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }
}
