package dev.directrix.bgp.rib;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Optional;

/**
 * Our addresses on a session, which are the next hop of routes that name none.
 *
 * @param ipv4      for IPv4 prefixes
 * @param ipv6      the global one, for IPv6 prefixes
 * @param linkLocal the link-local one, where the session runs over it
 * @param overIpv6  whether the session runs over IPv6
 */
public record LocalAddresses(
    Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6, Optional<Inet6Address> linkLocal, boolean overIpv6) {

    /** Of a session over IPv4. */
    public LocalAddresses(final Optional<Inet4Address> ipv4, final Optional<Inet6Address> ipv6) {
        this(ipv4, ipv6, Optional.empty(), false);
    }
}
