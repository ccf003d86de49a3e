package dev.directrix.forwarder.service;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The identity of a service, whatever its pool. Immutable.
 *
 * @param vip      virtual address
 * @param protocol transport
 * @param ports    one port, a range, or any
 */
public record ServiceKey(InetAddress vip, Protocol protocol, PortRange ports) {

    /** A service at one port, 0 to 65535. */
    public ServiceKey(final InetAddress vip, final Protocol protocol, final int port) {
        this(vip, protocol, new PortRange(port, port));
    }

    /** The port, or the first of several. */
    public int port() {
        return ports.first();
    }

    @Override
    public String toString() {
        final String host = vip.getHostAddress();
        return protocol + " " + (vip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + ports;
    }
}
