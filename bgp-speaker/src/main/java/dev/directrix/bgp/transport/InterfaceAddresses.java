package dev.directrix.bgp.transport;

import dev.directrix.bgp.rib.LocalAddresses;
import dev.directrix.bgp.wire.Addresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** Finds the next hops that a session can offer: its own address, and one of the other IP version beside it. */
public final class InterfaceAddresses {

    private InterfaceAddresses() {
    }

    /** The session's local address, and a global one of the other IP version on the same interface. */
    public static LocalAddresses of(final InetAddress local) {
        final List<InetAddress> beside = beside(local);
        return new LocalAddresses(
            first(local, beside, Inet4Address.class),
            first(local, beside, Inet6Address.class)
                // Without the scope: it is meaningless to the neighbour.
                .map(address -> (Inet6Address) Addresses.of(address.getAddress())));
    }

    private static <A extends InetAddress> Optional<A> first(
        final InetAddress local, final List<InetAddress> beside, final Class<A> kind) {
        if (kind.isInstance(local)) {
            return Optional.of(kind.cast(local));
        }
        return beside.stream()
            .filter(address -> !address.isLinkLocalAddress())
            .filter(address -> address.isLoopbackAddress() == local.isLoopbackAddress())
            .filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static List<InetAddress> beside(final InetAddress local) {
        try {
            final NetworkInterface device = NetworkInterface.getByInetAddress(local);
            return device == null ? List.of() : device.inetAddresses().toList();
        } catch (final SocketException e) {
            return List.of();
        }
    }
}
