package dev.directrix.director.health;

import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * What is checked: one port of one server of one pool. With direct routing the server's own address is asked, never
 * the VIP, which answers on every server's loopback.
 *
 * @param pool    the pool's name
 * @param address the server's own address
 * @param port    TCP port
 */
public record CheckTarget(String pool, InetAddress address, int port) {

    /** Checks the port. */
    public CheckTarget {
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(address, "address");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not within 1..65535");
        }
    }

    /** Whose health this decides. */
    public ServerKey server() {
        return new ServerKey(pool, address);
    }

    /** Where to connect. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return "pool " + pool + ", " + address.getHostAddress() + ":" + port;
    }
}
