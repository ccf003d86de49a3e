package dev.directrix.director.control;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One BGP session.
 *
 * @param address          the router
 * @param asn              its AS number
 * @param state            of the state machine, as RFC 4271 writes it: {@code Established}
 * @param sinceChange      time since it went to this state
 * @param routerId         its identifier; empty before its OPEN
 * @param holdTime         negotiated; offered before the session is up
 * @param routesAnnounced  routes that it has been sent
 * @param messagesSent     since the director started
 * @param messagesReceived since the director started
 * @param lastError        why the session went down last
 */
public record NeighborReport(
    InetAddress address, long asn, String state, Duration sinceChange, Optional<InetAddress> routerId,
    Duration holdTime, int routesAnnounced, long messagesSent, long messagesReceived, Optional<String> lastError) {
}
