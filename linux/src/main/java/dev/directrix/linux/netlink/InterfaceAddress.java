package dev.directrix.linux.netlink;

import java.net.InetAddress;

/**
 * An address of an interface.
 *
 * @param interfaceIndex the interface
 * @param address        this host's own address on it
 * @param prefixLength   bits of its network
 */
public record InterfaceAddress(int interfaceIndex, InetAddress address, int prefixLength) {

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength + " on interface " + interfaceIndex;
    }
}
