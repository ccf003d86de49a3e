package dev.directrix.bgp.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A connection to open.
 *
 * @param name    the neighbour, for messages
 * @param remote  where to
 * @param source  local address; empty: the kernel chooses
 * @param options what its socket is set to
 */
public record ConnectRequest(
    String name, InetSocketAddress remote, Optional<InetAddress> source, LinkOptions options) {
}
