package dev.directrix.director.control;

import dev.directrix.forwarder.service.Protocol;
import java.net.InetSocketAddress;

/**
 * A flow, by its five-tuple.
 *
 * @param protocol    TCP or UDP
 * @param source      the client
 * @param destination the VIP and port
 */
public record FlowQuery(Protocol protocol, InetSocketAddress source, InetSocketAddress destination) {
}
