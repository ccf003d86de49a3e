package dev.directrix.bgp.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A connection to open.
 *
 * @param remote   where to
 * @param source   local address; empty: the kernel chooses
 * @param password TCP-MD5 key
 */
public record ConnectRequest(InetSocketAddress remote, Optional<InetAddress> source, Optional<byte[]> password) {
}
