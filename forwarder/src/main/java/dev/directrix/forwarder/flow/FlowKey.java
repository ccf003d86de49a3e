package dev.directrix.forwarder.flow;

import dev.directrix.forwarder.service.Protocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Objects;

/**
 * A flow as the client's packets show it: client to VIP. Immutable.
 *
 * @param protocol        transport
 * @param source          client address
 * @param sourcePort      client port, 0 to 65535
 * @param destination     VIP, of the same family as the source
 * @param destinationPort service port, 0 to 65535
 */
public record FlowKey(
        Protocol protocol, InetAddress source, int sourcePort, InetAddress destination, int destinationPort) {

    /** Checks the ports and the family. */
    public FlowKey {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        if (!source.getClass().equals(destination.getClass())) {
            throw new IllegalArgumentException("a flow has addresses of one family, not " + source.getHostAddress()
                    + " and " + destination.getHostAddress());
        }
        if ((sourcePort & ~0xffff) != 0 || (destinationPort & ~0xffff) != 0) {
            throw new IllegalArgumentException(
                    "ports are within 0..65535, not " + sourcePort + " and " + destinationPort);
        }
    }

    /** As written on the command line: {@code tcp 198.51.100.7:40000 192.0.2.10:80}. */
    @Override
    public String toString() {
        return protocol + " " + endpoint(source, sourcePort) + " " + endpoint(destination, destinationPort);
    }

    private static String endpoint(final InetAddress address, final int port) {
        final String host = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + host + "]:" : host + ":") + port;
    }
}
