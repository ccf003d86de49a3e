package dev.directrix.director.control;

import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;

/**
 * A port of a VIP, or several.
 *
 * @param protocol     TCP or UDP
 * @param ports        destination ports
 * @param pool         name of the pool that serves it
 * @param serversUp    its servers that get new flows
 * @param serversTotal all its servers
 */
public record ServiceReport(Protocol protocol, PortRange ports, String pool, int serversUp, int serversTotal) {
}
