package dev.directrix.bgp.wire;

/**
 * An address family and subsequent address family as they stand on the wire (RFC 4760).
 *
 * @param afi  address family identifier, 16 bits
 * @param safi subsequent address family identifier, 8 bits
 */
public record Family(int afi, int safi) implements Comparable<Family> {

    /** IPv4 unicast. */
    public static final Family IPV4_UNICAST = new Family(1, 1);
    /** IPv6 unicast. */
    public static final Family IPV6_UNICAST = new Family(2, 1);

    /** Whether prefixes of this family are understood here. */
    public boolean isUnicast() {
        return safi == 1 && (afi == 1 || afi == 2);
    }

    /** Octets of an address of this family: 4 or 16; 0 if the family is not understood. */
    public int addressLength() {
        return switch (afi) {
            case 1 -> 4;
            case 2 -> 16;
            default -> 0;
        };
    }

    @Override
    public int compareTo(final Family other) {
        return Integer.compare(afi << 8 | safi, other.afi << 8 | other.safi);
    }

    @Override
    public String toString() {
        if (equals(IPV4_UNICAST)) {
            return "ipv4-unicast";
        }
        return equals(IPV6_UNICAST) ? "ipv6-unicast" : "afi-" + afi + "-safi-" + safi;
    }
}
