package dev.directrix.bgp;

import dev.directrix.bgp.rib.HeardPath;
import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * What a router says of our prefixes on an established session; only for looking at.
 *
 * @param neighborId the neighbour
 * @param address    the router's on the session
 * @param routerId   the router's BGP identifier
 * @param asn        its AS number
 * @param internal   whether it is in our AS
 * @param allPaths   families of which it may tell every path (RFC 7911), and not only its best one
 * @param paths      what it says
 */
public record HeardRoutes(
    String neighborId, InetAddress address, Inet4Address routerId, long asn, boolean internal,
    Set<Family> allPaths, List<HeardPath> paths) {

    /** Freezes the collections. */
    public HeardRoutes {
        allPaths = Set.copyOf(allPaths);
        paths = List.copyOf(paths);
    }
}
