package dev.directrix.director.guard;

import dev.directrix.bgp.HeardRoutes;
import dev.directrix.bgp.bmp.BmpPeer.View;
import dev.directrix.bgp.bmp.BmpReport;
import dev.directrix.bgp.rib.HeardPath;
import dev.directrix.director.control.FindingReport.Source;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a router says of the paths to our VIPs.
 *
 * @param router   its BGP identifier
 * @param source   by which way
 * @param external whether it says so across an AS border, where LOCAL_PREF is missing and its own AS comes first
 * @param asn      its AS number; 0: not known
 * @param address  its address on the session; empty: it does not say so on a session with us
 * @param paths    what it says
 */
public record Told(
    String router, Source source, boolean external, long asn, Optional<InetAddress> address,
    List<ToldPath> paths) {

    /** Freezes the list. */
    public Told {
        paths = List.copyOf(paths);
    }

    /**
     * One path.
     *
     * @param from the router's neighbour that it is of; empty: not said
     * @param path the path
     */
    public record ToldPath(Optional<InetAddress> from, HeardPath path) {
    }

    /** On our session with it. */
    public static Told of(final HeardRoutes heard) {
        return new Told(heard.routerId().getHostAddress(),
            heard.allPaths().isEmpty() ? Source.REFLECTED : Source.MONITORED, !heard.internal(), heard.asn(),
            Optional.of(heard.address()),
            heard.paths().stream().map(path -> new ToldPath(Optional.empty(), path)).toList());
    }

    /** By BMP: what the router chooses from if it tells that, else what came in, else what it has chosen. */
    public static Told of(final BmpReport.Router router) {
        final Set<View> there = router.peers().stream().filter(peer -> !peer.paths().isEmpty())
            .map(BmpReport.Peer::view).collect(Collectors.toSet());
        final View view = there.contains(View.ADJ_RIB_IN_POST_POLICY) ? View.ADJ_RIB_IN_POST_POLICY
            : there.contains(View.ADJ_RIB_IN_PRE_POLICY) ? View.ADJ_RIB_IN_PRE_POLICY : View.LOC_RIB;
        final List<ToldPath> paths = new ArrayList<>();
        router.peers().stream().filter(peer -> peer.view() == view).forEach(peer -> peer.paths().forEach(path ->
            paths.add(new ToldPath(view == View.LOC_RIB ? Optional.empty() : Optional.of(peer.address()),
                asReceived(peer, path)))));
        return new Told(router.routerId().map(InetAddress::getHostAddress).orElse(router.address()), Source.BMP,
            false, 0, Optional.empty(), paths);
    }

    /**
     * FRR writes the paths of neighbours in other ASes as if it sent them on, with its own AS number in front (8.4.4 to
     * 10.5.1, bgp_bmp.c: bmp_update). Nobody else can have put it there: such a path would be a loop.
     */
    private static HeardPath asReceived(final BmpReport.Peer peer, final HeardPath path) {
        final boolean isOwnInFront = !path.asns().isEmpty() && path.asns().getFirst() == peer.routerAsn();
        final boolean isOfNeighbor = peer.asn() != peer.routerAsn() && path.asns().size() > 1
            && path.asns().get(1) == peer.asn();
        return isOwnInFront && (isOfNeighbor || peer.view() == View.LOC_RIB) ? path.withoutFirstAsn() : path;
    }
}
