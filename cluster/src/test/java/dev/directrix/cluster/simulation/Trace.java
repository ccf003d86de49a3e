package dev.directrix.cluster.simulation;

import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.protocol.ClusterEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What happened, line by line, if somebody wants to read it. For one thread. */
final class Trace {
    private final boolean isOn;
    private final List<String> lines = new ArrayList<>();

    /** A trace that is written, or not. */
    Trace(final boolean isOn) {
        this.isOn = isOn;
    }

    /** Nothing is written. */
    static Trace off() {
        return new Trace(false);
    }

    /** Whether it is written. */
    boolean isOn() {
        return isOn;
    }

    /** A line. */
    void add(final long nowNs, final Object... words) {
        lines.add(String.format("%10.3f ", nowNs / 1e6)
                + Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" ")));
    }

    /** The flows that an event tells of. */
    static String flowsOf(final ClusterEvent event) {
        final Flows flows = switch (event) {
            case ClusterEvent.Collected collected -> collected.flows();
            case ClusterEvent.Received received when received.message() instanceof Message.Pin pin -> pin.flows();
            case ClusterEvent.Received received when received.message() instanceof Message.Snapshot some ->
                    some.flows();
            default -> Flows.NONE;
        };
        return Arrays.stream(flows.hashes()).mapToObj(Long::toHexString).collect(Collectors.joining(" "));
    }

    /** All lines. */
    List<String> lines() {
        return lines;
    }
}
