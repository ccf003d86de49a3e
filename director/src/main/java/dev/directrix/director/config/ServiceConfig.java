package dev.directrix.director.config;

import dev.directrix.forwarder.service.Protocol;

/**
 * One port of a VIP.
 *
 * @param protocol TCP or UDP
 * @param port     destination port, 1 to 65535
 * @param pool     name of the pool that serves it
 */
public record ServiceConfig(Protocol protocol, int port, String pool) {
}
