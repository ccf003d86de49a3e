package dev.directrix.bgp;

import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/**
 * What both sides of a session agreed on.
 *
 * @param localAddress     our address on this session, the next hop unless an announcement names one
 * @param peerRouterId     the router's BGP identifier
 * @param holdTime         the smaller of both offers; zero: none
 * @param keepalive        how often we send KEEPALIVE; zero: never
 * @param families         families that both offered
 * @param fourOctetAsn     AS numbers have four octets (RFC 6793)
 * @param routeRefresh     the router may ask for our routes again (RFC 2918)
 * @param maxMessageSize   4096, or 65535 with extended messages (RFC 8654)
 * @param peerCapabilities everything the router offered, in words
 */
public record NegotiatedSession(
    InetAddress localAddress,
    Inet4Address peerRouterId,
    Duration holdTime,
    Duration keepalive,
    SortedSet<Family> families,
    boolean fourOctetAsn,
    boolean routeRefresh,
    int maxMessageSize,
    List<String> peerCapabilities) {

    /** Freezes the list. */
    public NegotiatedSession {
        peerCapabilities = List.copyOf(peerCapabilities);
    }
}
