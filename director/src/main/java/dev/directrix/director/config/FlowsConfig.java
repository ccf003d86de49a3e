package dev.directrix.director.config;

import java.time.Duration;

/**
 * Which flows are remembered. Every forwarded flow is ({@code track: always}).
 *
 * @param idleTcp how long a silent TCP flow keeps its entry
 * @param idleUdp how long a silent UDP flow keeps its entry
 */
public record FlowsConfig(Duration idleTcp, Duration idleUdp) {

    /** Idle time of TCP flows when the file names none. */
    public static final Duration DEFAULT_IDLE_TCP = Duration.ofMinutes(5);

    /** Idle time of UDP flows when the file names none. */
    public static final Duration DEFAULT_IDLE_UDP = Duration.ofMinutes(1);
}
