package dev.directrix.bgp.exabgp.event;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Whom an event is about.
 *
 * @param localAddress our address on the session; empty while a connection has yet to choose it
 * @param peerAddress  the peer's
 * @param localAs      our AS number
 * @param peerAs       the peer's
 * @param routerId     our router id, where it is known
 */
public record NeighborIdentity(
    Optional<InetAddress> localAddress,
    InetAddress peerAddress,
    long localAs,
    long peerAs,
    Optional<Inet4Address> routerId) {
}
