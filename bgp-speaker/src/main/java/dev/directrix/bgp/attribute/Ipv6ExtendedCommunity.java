package dev.directrix.bgp.attribute;

import java.net.Inet6Address;

/**
 * An IPv6 address specific extended community (RFC 5701 §2).
 *
 * @param type    type octet: 0x00 crosses AS borders, 0x40 does not
 * @param subtype subtype octet: 0x02 route target, 0x03 route origin
 * @param address global administrator
 * @param number  local administrator, 16 bits
 */
public record Ipv6ExtendedCommunity(int type, int subtype, Inet6Address address, int number) {

    /** Whether it crosses AS borders. */
    public boolean isTransitive() {
        return (type & ExtendedCommunity.NON_TRANSITIVE) == 0;
    }

    @Override
    public String toString() {
        final String name = switch (subtype) {
            case ExtendedCommunity.ROUTE_TARGET -> "target";
            case ExtendedCommunity.ROUTE_ORIGIN -> "origin";
            default -> String.format("0x%02x%02x", type, subtype);
        };
        return name + ":" + address.getHostAddress() + ":" + number;
    }
}
