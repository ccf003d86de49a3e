package dev.directrix.forwarder.service;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The identity of a service, whatever its pool. Immutable.
 *
 * @param vip      virtual address
 * @param protocol transport
 * @param port     1 to 65535
 */
public record ServiceKey(InetAddress vip, Protocol protocol, int port) {

    @Override
    public String toString() {
        final String host = vip.getHostAddress();
        return protocol + " " + (vip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }
}
