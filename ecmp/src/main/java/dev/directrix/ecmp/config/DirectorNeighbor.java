package dev.directrix.ecmp.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Objects;

/**
 * A director as the router's BGP neighbour. Immutable.
 *
 * @param name    name of the director: letters, digits, {@code . - _}
 * @param address the address that its session runs from
 * @param asn     its AS number, 1 to 4294967295
 * @param weight  its weight, 1 or more
 */
public record DirectorNeighbor(String name, InetAddress address, long asn, int weight) {

    /** Checks the values: they go into configurations as they are. */
    public DirectorNeighbor {
        Objects.requireNonNull(address, "address");
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("'" + name + "' is no name of a director");
        }
        if (asn < 1 || asn > 0xffff_ffffL || weight < 1) {
            throw new IllegalArgumentException(name + " with AS number " + asn + " and weight " + weight);
        }
    }

    /** The address as routers read it, without a zone. */
    String host() {
        final String text = address.getHostAddress();
        return text.contains("%") ? text.substring(0, text.indexOf('%')) : text;
    }

    /** Whether the session runs over IPv4. */
    boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    /** The name where only letters, digits and underscores are taken. */
    String symbol() {
        return name.replaceAll("[^A-Za-z0-9]", "_");
    }
}
