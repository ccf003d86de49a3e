package dev.directrix.director.control;

import dev.directrix.forwarder.service.Protocol;

/**
 * One port of a VIP.
 *
 * @param protocol     TCP or UDP
 * @param port         destination port
 * @param pool         name of the pool that serves it
 * @param serversUp    its servers that get new flows
 * @param serversTotal all its servers
 */
public record ServiceReport(Protocol protocol, int port, String pool, int serversUp, int serversTotal) {
}
