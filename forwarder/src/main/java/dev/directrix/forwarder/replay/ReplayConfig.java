package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.maglev.Seed;
import java.util.Objects;

/**
 * What a replay forwards, and how. Immutable.
 *
 * @param table        what is served
 * @param seed         the directors' shared secret, for the flow hash
 * @param flowCapacity most flows
 * @param timeouts     how long silent flows stay, by the capture's clock
 * @param neighbors    MAC address of each server: a replay has no kernel to ask
 */
public record ReplayConfig(
        ForwardingTable table, Seed seed, int flowCapacity, FlowTimeouts timeouts, PinnedNeighbors neighbors) {

    /** Checks that everything is there. */
    public ReplayConfig {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(neighbors, "neighbors");
    }
}
