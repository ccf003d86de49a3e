package dev.directrix.director.control;

import dev.directrix.forwarder.service.Protocol;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

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
 * @param local       the director's own endpoint towards the server, with FULLNAT
 */
public record FlowEntry(
    Protocol protocol, InetSocketAddress source, InetSocketAddress destination, String server, String state,
    long packets, Duration idle, Optional<InetSocketAddress> local) {
}
