package dev.directrix.forwarder.service;

import java.net.InetAddress;
import java.util.Objects;

/**
 * A service at a VIP. Immutable.
 *
 * @param vip      virtual address
 * @param protocol transport
 * @param port     1 to 65535
 * @param pool     the servers behind it
 */
public record VirtualService(InetAddress vip, Protocol protocol, int port, ServerPool pool) {

    /** Checks the port. */
    public VirtualService {
        Objects.requireNonNull(vip, "vip");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(pool, "pool");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 1..65535");
        }
    }

    /** What identifies this service: VIP, protocol and port. */
    public ServiceKey key() {
        return new ServiceKey(vip, protocol, port);
    }
}
