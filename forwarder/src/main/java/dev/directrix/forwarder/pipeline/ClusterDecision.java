package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.epoch.SlotMode;
import java.util.Objects;

/**
 * What a cluster's tables say of a flow. Immutable.
 *
 * @param epoch       how often the cluster's table has changed
 * @param mode        of the flow's slot
 * @param byException whether an exception names the server, and not the table
 * @param synWaits    whether a packet that begins the flow, a SYN or a datagram, would wait now
 */
public record ClusterDecision(long epoch, SlotMode mode, boolean byException, boolean synWaits) {
    /** Checks the mode. */
    public ClusterDecision {
        Objects.requireNonNull(mode, "mode");
    }
}
