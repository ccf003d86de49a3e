package dev.directrix.director.config;

import dev.directrix.forwarder.flow.FlowTimeouts;
import java.time.Duration;

/**
 * Which flows are remembered. Every forwarded flow is ({@code track: always}).
 *
 * @param idle how long silent flows keep their entries, unless their service says otherwise
 */
public record FlowsConfig(FlowTimeouts idle) {

    /** The longest time for which the server of a bare SYN is remembered. */
    static final Duration LONGEST_SYN = Duration.ofMinutes(1);
}
