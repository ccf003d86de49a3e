package dev.directrix.bgp.rib;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Our addresses on a session, which are the next hop of routes that name none.
 *
 * @param ipv4 for IPv4 prefixes
 * @param ipv6 for IPv6 prefixes
 */
public record LocalAddresses(Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6) {

    /** The address for prefixes of one IP version. */
    public Optional<InetAddress> of(final boolean wantIpv4) {
        return wantIpv4 ? ipv4.map(InetAddress.class::cast) : ipv6.map(InetAddress.class::cast);
    }
}
