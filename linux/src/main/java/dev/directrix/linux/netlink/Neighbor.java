package dev.directrix.linux.netlink;

import java.net.InetAddress;
import java.util.Optional;

/**
 * An entry of the neighbour (ARP, NDP) table.
 *
 * @param interfaceIndex the interface behind which it is
 * @param address        its IP address
 * @param mac            its Ethernet address, empty while unresolved
 * @param state          how sure that is
 * @param managed        whether the kernel keeps it resolved of its own accord
 */
public record Neighbor(int interfaceIndex, InetAddress address, Optional<MacAddress> mac, NeighborState state,
                       boolean managed) {

    /** Whether there is an Ethernet address that packets may be sent to. */
    public boolean usable() {
        return mac.isPresent() && state.usable();
    }
}
