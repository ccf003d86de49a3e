package dev.directrix.bgp.bmp;

import dev.directrix.bgp.rib.HeardPath;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a station knows at one moment.
 *
 * @param routers   those that are connected
 * @param accepted  connections taken since the start
 * @param refused   connections of strangers since the start
 * @param malformed connections closed because of what came over them
 */
public record BmpReport(List<Router> routers, long accepted, long refused, long malformed) {

    /** Of a station that is not there. */
    public static final BmpReport NONE = new BmpReport(List.of(), 0, 0, 0);

    /** Freezes the list. */
    public BmpReport {
        routers = List.copyOf(routers);
    }

    /**
     * One router.
     *
     * @param address  from where it connects
     * @param name     what it calls itself, printable; empty: nothing
     * @param routerId its BGP identifier, once a session of it was up
     * @param sessions how many it has
     * @param messages that came
     * @param peers    those sessions of which it told routes, by table
     */
    public record Router(
        String address, String name, Optional<Inet4Address> routerId, int sessions, long messages,
        List<Peer> peers) {

        /** Freezes the list. */
        public Router {
            peers = List.copyOf(peers);
        }
    }

    /**
     * What came over one session of the router.
     *
     * @param address   the router's neighbour
     * @param asn       its AS number
     * @param routerId  its BGP identifier
     * @param routerAsn the AS number that the router has on it
     * @param view      of which table
     * @param paths     to the watched prefixes
     */
    public record Peer(
        InetAddress address, long asn, Inet4Address routerId, long routerAsn, BmpPeer.View view,
        List<HeardPath> paths) {

        /** Freezes the list. */
        public Peer {
            paths = List.copyOf(paths);
        }
    }
}
