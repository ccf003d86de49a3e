package dev.directrix.forwarder.epoch;

import java.util.Objects;

/**
 * Which live flows are asked for. Immutable.
 *
 * @param slots     of these slots
 * @param tcpIdleNs TCP flows that were silent for no longer
 * @param udpIdleNs UDP flows that were silent for no longer
 */
public record FlowQuery(SlotFilter slots, long tcpIdleNs, long udpIdleNs) {
    /** Which slots are asked for. */
    @FunctionalInterface
    public interface SlotFilter {
        /** Whether the flows of this slot are. */
        boolean wants(int pool, int slot);
    }

    /** Checks the fields. */
    public FlowQuery {
        Objects.requireNonNull(slots, "slots");
    }

    /** The longer one of both times: for flows of which it is not known whether they are TCP or UDP. */
    public long longestIdleNs() {
        return Math.max(tcpIdleNs, udpIdleNs);
    }
}
