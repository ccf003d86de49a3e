package dev.directrix.bgp;

import dev.directrix.bgp.rib.LinkBandwidthMode;
import dev.directrix.ecmp.RoutePolicy;
import java.util.Objects;

/**
 * How a neighbour is told routes. Immutable.
 *
 * @param group         true: prefixes with equal attributes share an UPDATE; false: one prefix in each
 * @param autoEndOfRib  true: End-of-RIB follows the first full set of each family (RFC 4724); false: only by
 *                      {@link BgpSpeaker#endOfRib}
 * @param linkBandwidth form in which weights of announcements are told
 * @param policy        what is added to every announcement, on top of its own policy; not to explicit routes
 */
public record NeighborUpdates(
    boolean group, boolean autoEndOfRib, LinkBandwidthMode linkBandwidth, RoutePolicy policy) {

    /** Grouped, with End-of-RIB, both forms of link bandwidth, no policy. */
    public static final NeighborUpdates DEFAULT =
        new NeighborUpdates(true, true, LinkBandwidthMode.BOTH, RoutePolicy.NONE);

    /** Checks that nothing is missing. */
    public NeighborUpdates {
        Objects.requireNonNull(linkBandwidth, "linkBandwidth");
        Objects.requireNonNull(policy, "policy");
    }
}
