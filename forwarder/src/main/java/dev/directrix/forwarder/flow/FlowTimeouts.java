package dev.directrix.forwarder.flow;

import java.time.Duration;

/**
 * How long a silent flow keeps its entry. Immutable.
 *
 * @param tcp     an established TCP flow
 * @param udp     a UDP flow
 * @param syn     how long a bare SYN's server is remembered, at most a minute
 * @param closing a TCP flow after its client sent FIN or RST
 */
public record FlowTimeouts(Duration tcp, Duration udp, Duration syn, Duration closing) {

    /** 300 s for TCP, 60 s for UDP, 10 s for a SYN, 15 s after FIN or RST. */
    public static final FlowTimeouts DEFAULT = new FlowTimeouts(
            Duration.ofSeconds(300), Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(15));

    /** Checks that each is positive and not longer than ten days. */
    public FlowTimeouts {
        check("tcp", tcp, Duration.ofDays(10));
        check("udp", udp, Duration.ofDays(10));
        check("syn", syn, Duration.ofMinutes(1));
        check("closing", closing, Duration.ofDays(10));
    }

    /** The default with other idle times for established TCP and for UDP. */
    public static FlowTimeouts ofIdle(final Duration tcp, final Duration udp) {
        return new FlowTimeouts(tcp, udp, DEFAULT.syn, DEFAULT.closing);
    }

    private static void check(final String name, final Duration value, final Duration most) {
        if (value.isNegative() || value.isZero() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    name + " idle time " + value + " is not positive and at most " + most);
        }
    }
}
