package dev.directrix.director.config;

import dev.directrix.forwarder.datapath.DatapathMode;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import java.util.Objects;

/**
 * How packets are taken and sent.
 *
 * @param mode         what takes them; never {@link DatapathMode#XDP} in this version
 * @param flowCapacity flows that the flow table holds
 * @param neighbors    next hops that the kernel is not asked for
 */
public record DatapathConfig(DatapathMode mode, int flowCapacity, PinnedNeighbors neighbors) {

    /** Flow table size of a director that names none. */
    public static final int DEFAULT_FLOW_CAPACITY = 1_048_576;

    /** Checks that all is there. */
    public DatapathConfig {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(neighbors, "neighbors");
    }
}
