package dev.directrix.forwarder.service;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;

/**
 * What FULLNAT takes its source addresses from, and whether it tells the server who the client is. Immutable.
 *
 * @param localAddresses the director's own addresses that servers answer to, of both families as the servers need;
 *                       empty but for FULLNAT
 * @param ports          local ports that may be used
 * @param toa            whether the first data of a TCP connection carries the client's address (TCP option 254)
 */
public record NatSettings(List<InetAddress> localAddresses, PortRange ports, boolean toa) {
    /** Local ports when nothing is said: above the ones that services use. */
    public static final PortRange DEFAULT_PORTS = new PortRange(1024, 65535);
    /** No local addresses. */
    public static final NatSettings NONE = new NatSettings(List.of(), DEFAULT_PORTS, false);

    /** Checks that addresses are distinct and port 0 is not used. */
    public NatSettings {
        localAddresses = List.copyOf(localAddresses);
        if (new HashSet<>(localAddresses).size() != localAddresses.size()) {
            throw new IllegalArgumentException("a local address is given twice");
        }
        PortRange.checkPort(ports.first());
    }
}
