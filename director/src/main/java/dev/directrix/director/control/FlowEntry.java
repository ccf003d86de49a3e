package dev.directrix.director.control;

import dev.directrix.forwarder.service.Protocol;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One live flow.
 *
 * @param protocol    TCP or UDP
 * @param source      the client
 * @param destination the VIP and port
 * @param server      name of its server
 * @param state       what was seen of it, as {@code established}
 * @param packets     forwarded
 * @param idle        time since the last packet
 */
public record FlowEntry(
    Protocol protocol, InetSocketAddress source, InetSocketAddress destination, String server, String state,
    long packets, Duration idle) {
}
