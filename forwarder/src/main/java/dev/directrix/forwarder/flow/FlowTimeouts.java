package dev.directrix.forwarder.flow;

import java.time.Duration;

/**
 * How long a silent flow keeps its entry. Immutable.
 *
 * @param tcp        an established TCP flow
 * @param udp        a UDP flow
 * @param syn        how long a bare SYN's server is remembered where it makes no entry, at most a minute
 * @param closing    a TCP flow that is over: after RST, after the FINs of both ends, and where only the client's
 *                   direction is seen after its FIN
 * @param halfOpen   a TCP flow of which only SYNs were seen, where those make an entry (NAT)
 * @param halfClosed a TCP flow after the FIN of one end, where both directions are seen (NAT)
 */
public record FlowTimeouts(
        Duration tcp, Duration udp, Duration syn, Duration closing, Duration halfOpen, Duration halfClosed) {

    private static final Duration MOST = Duration.ofDays(10);

    /** 300 s for TCP, 60 s for UDP, 10 s for a SYN, 15 s when over, 30 s half open, 120 s half closed. */
    public static final FlowTimeouts DEFAULT = new FlowTimeouts(
            Duration.ofSeconds(300), Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(15),
            Duration.ofSeconds(30), Duration.ofSeconds(120));

    /** Checks that each is positive and not longer than ten days. */
    public FlowTimeouts {
        check("tcp", tcp, MOST);
        check("udp", udp, MOST);
        check("syn", syn, Duration.ofMinutes(1));
        check("closing", closing, MOST);
        check("half-open", halfOpen, MOST);
        check("half-closed", halfClosed, MOST);
    }

    /** These four, with the default for flows that are half open or half closed. */
    public FlowTimeouts(final Duration tcp, final Duration udp, final Duration syn, final Duration closing) {
        this(tcp, udp, syn, closing, Duration.ofSeconds(30), Duration.ofSeconds(120));
    }

    /** The default with other idle times for established TCP and for UDP. */
    public static FlowTimeouts ofIdle(final Duration tcp, final Duration udp) {
        return new FlowTimeouts(tcp, udp, DEFAULT.syn, DEFAULT.closing);
    }

    /** The idle time of a state. */
    Duration of(final FlowState state) {
        return switch (state) {
            case ESTABLISHED -> tcp;
            case UDP -> udp;
            case CLOSING, TIME_WAIT, RESET -> closing;
            case HALF_OPEN -> halfOpen;
            case HALF_CLOSED -> halfClosed;
        };
    }

    private static void check(final String name, final Duration value, final Duration most) {
        if (value.isNegative() || value.isZero() || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    name + " idle time " + value + " is not positive and at most " + most);
        }
    }
}
