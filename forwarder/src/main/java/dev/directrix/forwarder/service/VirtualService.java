package dev.directrix.forwarder.service;

import java.net.InetAddress;
import java.util.Objects;

/**
 * A service at a VIP. Immutable.
 *
 * @param vip      virtual address
 * @param protocol transport
 * @param ports    one port, a range, or any
 * @param pool     the servers behind it
 * @param settings how its flows are treated
 */
public record VirtualService(
        InetAddress vip, Protocol protocol, PortRange ports, ServerPool pool, ServiceSettings settings) {

    /** Checks that a one-packet service is UDP. */
    public VirtualService {
        Objects.requireNonNull(vip, "vip");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(ports, "ports");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(settings, "settings");
        if (settings.onePacket() && protocol != Protocol.UDP) {
            throw new IllegalArgumentException("one-packet scheduling is for udp, not " + protocol);
        }
    }

    /** A service at one port, 1 to 65535, with nothing special. */
    public VirtualService(final InetAddress vip, final Protocol protocol, final int port, final ServerPool pool) {
        this(vip, protocol, PortRange.of(port), pool, ServiceSettings.DEFAULT);
    }

    /** What identifies this service: VIP, protocol and ports. */
    public ServiceKey key() {
        return new ServiceKey(vip, protocol, ports);
    }
}
