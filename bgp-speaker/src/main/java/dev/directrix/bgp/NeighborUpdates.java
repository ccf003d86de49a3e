package dev.directrix.bgp;

import dev.directrix.bgp.rib.LinkBandwidthMode;
import java.util.Objects;

/**
 * How a neighbour is told routes. Immutable.
 *
 * @param group         true: prefixes with equal attributes share an UPDATE; false: one prefix in each
 * @param autoEndOfRib  true: End-of-RIB follows the first full set of each family (RFC 4724); false: only by
 *                      {@link BgpSpeaker#endOfRib}
 * @param linkBandwidth form in which weights of announcements are told
 */
public record NeighborUpdates(boolean group, boolean autoEndOfRib, LinkBandwidthMode linkBandwidth) {

    /** Grouped, with End-of-RIB, both forms of link bandwidth. */
    public static final NeighborUpdates DEFAULT = new NeighborUpdates(true, true, LinkBandwidthMode.BOTH);

    /** Checks that nothing is missing. */
    public NeighborUpdates {
        Objects.requireNonNull(linkBandwidth, "linkBandwidth");
    }
}
