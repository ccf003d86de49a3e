package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.maglev.Seed;
import java.util.List;
import java.util.Objects;

/**
 * What a datapath is opened with; none of it changes while it is open.
 *
 * @param mode            how packets are carried
 * @param interfaces      names of the interfaces where VIP packets arrive and leave, at least one, at most 64
 * @param flowCapacity    flows that are remembered, over all workers
 * @param idle            how long silent flows are remembered, unless their service says otherwise
 * @param seed            the secret that keys the flow hash, the same on every director
 * @param pinnedNeighbors MAC addresses that need not be asked for
 */
public record DatapathConfig(
    DatapathMode mode,
    List<String> interfaces,
    int flowCapacity,
    FlowTimeouts idle,
    Seed seed,
    PinnedNeighbors pinnedNeighbors) {

    /** The most interfaces that a datapath serves. */
    public static final int MAX_INTERFACES = 64;

    /** Checks ranges. */
    public DatapathConfig {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(pinnedNeighbors, "pinnedNeighbors");
        interfaces = List.copyOf(interfaces);
        if (interfaces.isEmpty() || interfaces.size() > MAX_INTERFACES) {
            throw new IllegalArgumentException(
                "a datapath needs 1 to " + MAX_INTERFACES + " interfaces, not " + interfaces.size());
        }
        if (interfaces.stream().distinct().count() != interfaces.size()) {
            throw new IllegalArgumentException("an interface is named twice in " + interfaces);
        }
        if (flowCapacity < 1) {
            throw new IllegalArgumentException("flow capacity " + flowCapacity + " is less than 1");
        }
    }
}
