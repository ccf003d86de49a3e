package dev.directrix.bgp;

import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Objects;

/**
 * Routers that may connect without being configured one by one. Each becomes a neighbour of its own while it is
 * connected, with the values of the template, and is forgotten when its session is down. Immutable.
 *
 * @param prefix   addresses they connect from
 * @param template what they are configured to be; its address and id are replaced by theirs
 * @param limit    the most of them at a time
 */
public record ListenRange(Prefix prefix, NeighborConfig template, int limit) {

    /** The most neighbours of a range unless told otherwise. */
    public static final int DEFAULT_LIMIT = 100;

    /** Checks the values. */
    public ListenRange {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(template, "template");
        if (limit < 1) {
            throw new IllegalArgumentException("listen range " + prefix + ": limit " + limit + " is below 1");
        }
    }

    /** Whether a router with this address belongs to the range. */
    public boolean contains(final InetAddress address) {
        final byte[] octets = address.getAddress();
        final byte[] network = prefix.address().getAddress();
        return octets.length == network.length && Arrays.equals(
            Prefix.of(octets, prefix.length()).address().getAddress(), network);
    }

    /** The neighbour at this address. */
    NeighborConfig neighbor(final InetAddress address) {
        return template.toBuilder().id(address.getHostAddress()).address(address).passive(true).build();
    }
}
