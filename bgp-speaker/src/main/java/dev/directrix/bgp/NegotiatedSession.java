package dev.directrix.bgp;

import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;

/**
 * What both sides of a session agreed on.
 *
 * @param local              our end of the connection
 * @param remote             the router's end
 * @param internal           whether the router is in our AS
 * @param peerAsn            the router's AS number, as it says
 * @param peerRouterId       the router's BGP identifier
 * @param peerHoldTime       the hold time that the router offered; zero: none
 * @param holdTime           the smaller of both offers; zero: none
 * @param keepalive          how often we send KEEPALIVE, before jitter; zero: never
 * @param families           families that both offered
 * @param fourOctetAsn       AS numbers have four octets (RFC 6793)
 * @param routeRefresh       the router may ask for our routes again (RFC 2918)
 * @param maxMessageSize     4096, or 65535 with extended messages (RFC 8654)
 * @param peerCapabilities   everything the router offered, in words
 * @param agreedCapabilities what is in force, in words
 */
public record NegotiatedSession(
    InetSocketAddress local,
    InetSocketAddress remote,
    boolean internal,
    long peerAsn,
    Inet4Address peerRouterId,
    Duration peerHoldTime,
    Duration holdTime,
    Duration keepalive,
    SortedSet<Family> families,
    boolean fourOctetAsn,
    boolean routeRefresh,
    int maxMessageSize,
    List<String> peerCapabilities,
    List<String> agreedCapabilities) {

    /** Freezes the lists. */
    public NegotiatedSession {
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(remote, "remote");
        peerCapabilities = List.copyOf(peerCapabilities);
        agreedCapabilities = List.copyOf(agreedCapabilities);
    }

    /** Our address on this session, the next hop unless an announcement names one. */
    public InetAddress localAddress() {
        return local.getAddress();
    }
}
