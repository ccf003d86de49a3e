package dev.directrix.bgp;

import dev.directrix.bgp.rib.LinkBandwidthMode;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.bgp.rib.UpdatePacking;
import dev.directrix.ecmp.RoutePolicy;
import java.util.Objects;
import java.util.Optional;

/**
 * How a neighbour is told routes. Immutable.
 *
 * @param packing       which changes of routes share an UPDATE
 * @param autoEndOfRib  true: End-of-RIB follows the first full set of each family (RFC 4724); false: only by
 *                      {@link BgpSpeaker#endOfRib}
 * @param linkBandwidth form in which weights of announcements are told
 * @param policy        what is added to every announcement, on top of its own policy; not to explicit routes
 * @param replication   how weights become several paths of an announcement, where add-path is agreed; empty: not
 */
public record NeighborUpdates(
    UpdatePacking packing, boolean autoEndOfRib, LinkBandwidthMode linkBandwidth, RoutePolicy policy,
    Optional<PathReplication> replication) {

    /** Fully packed, with End-of-RIB, both forms of link bandwidth, no policy. */
    public static final NeighborUpdates DEFAULT =
        new NeighborUpdates(
            UpdatePacking.FULL, true, LinkBandwidthMode.BOTH, RoutePolicy.NONE, Optional.empty());

    /** Checks that nothing is missing. */
    public NeighborUpdates {
        Objects.requireNonNull(packing, "packing");
        Objects.requireNonNull(linkBandwidth, "linkBandwidth");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(replication, "replication");
    }
}
