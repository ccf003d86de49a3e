package dev.directrix.linux.netlink;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A route of the kernel's tables, or the answer to a look-up. Immutable.
 *
 * @param destination  network address; all zeros with length 0 is the default route
 * @param prefixLength bits of the network
 * @param table        routing table: 254 main, 255 local
 * @param type         what it does
 * @param protocol     who set it: 2 kernel, 3 boot, 4 static, 186 BGP, 188 OSPF, …
 * @param metric       lower is preferred
 * @param source       the source address that this host's own packets take
 * @param nextHopId    the nexthop object that it uses
 * @param nextHops     where it leads; several for multipath, none for local or blackhole routes
 */
public record Route(InetAddress destination, int prefixLength, int table, RouteType type, int protocol, long metric,
                    Optional<InetAddress> source, OptionalInt nextHopId, List<NextHop> nextHops) {

    /** The main routing table. */
    public static final int TABLE_MAIN = 254;

    /** Copies the list. */
    public Route {
        nextHops = List.copyOf(nextHops);
    }

    @Override
    public String toString() {
        return destination.getHostAddress() + "/" + prefixLength + " table " + table + " " + type + " via " + nextHops;
    }
}
