package dev.directrix.forwarder.neighbor;

import dev.directrix.linux.netlink.MacAddress;

/**
 * An interface of the datapath as the kernel knows it now.
 *
 * @param port           its number in the datapath
 * @param name           its name
 * @param interfaceIndex the kernel's number
 * @param mac            its own MAC address
 * @param mtu            octets of the largest packet that it carries
 */
public record PortLink(int port, String name, int interfaceIndex, MacAddress mac, int mtu) {
}
