package dev.directrix.director.config;

import dev.directrix.forwarder.flow.FlowTimeouts;
import java.time.Duration;
import java.util.Objects;

/**
 * Which flows are remembered.
 *
 * @param track which; anything but {@link FlowTracking#ALWAYS} only in a cluster
 * @param idle  how long silent flows keep their entries, unless their service says otherwise
 */
public record FlowsConfig(FlowTracking track, FlowTimeouts idle) {

    /** The longest time for which the server of a bare SYN is remembered. */
    static final Duration LONGEST_SYN = Duration.ofMinutes(1);

    /** Checks the fields. */
    public FlowsConfig {
        Objects.requireNonNull(track, "track");
        Objects.requireNonNull(idle, "idle");
    }
}
