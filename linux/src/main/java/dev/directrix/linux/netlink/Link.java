package dev.directrix.linux.netlink;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network interface.
 *
 * @param index          its number in its namespace
 * @param name           its name
 * @param address        its Ethernet address, if it has one
 * @param mtu            octets of the largest packet
 * @param up             whether it is set up (IFF_UP)
 * @param carrier        whether it can carry packets now (IFF_LOWER_UP)
 * @param kind           "veth", "bridge", …; empty for hardware
 * @param receiveQueues  how many receive queues
 * @param transmitQueues how many transmit queues
 * @param master         the bridge, bond or VRF that it is part of
 */
public record Link(int index, String name, Optional<MacAddress> address, int mtu, boolean up, boolean carrier,
                   String kind, int receiveQueues, int transmitQueues, OptionalInt master) {
}
