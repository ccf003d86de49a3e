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

    /** The session's local address, and global ones of the other kinds on the same interface. */
    public static LocalAddresses of(final InetAddress local) {
        final List<InetAddress> beside = beside(local);
        final Optional<Inet6Address> linkLocal =
            local instanceof Inet6Address own && own.isLinkLocalAddress() ? Optional.of(own) : Optional.empty();
        return new LocalAddresses(
            first(local, beside, Inet4Address.class),
            first(local, beside, Inet6Address.class).map(InterfaceAddresses::withoutScope),
            linkLocal.map(InterfaceAddresses::withoutScope), local instanceof Inet6Address);
    }

    /** The scope is meaningless to the neighbour. */
    private static Inet6Address withoutScope(final Inet6Address address) {
        return (Inet6Address) Addresses.of(address.getAddress());
    }

    private static <A extends InetAddress> Optional<A> first(
        final InetAddress local, final List<InetAddress> beside, final Class<A> kind) {
        if (kind.isInstance(local) && !local.isLinkLocalAddress()) {
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
            // The JDK names the newest address first; the oldest is the primary one.
            return device == null ? List.of() : device.inetAddresses().toList().reversed();
        } catch (final SocketException e) {
            return List.of();
        }
    }
}
