package dev.directrix.forwarder.service;

import java.util.List;

/**
 * What else a real server has. Immutable.
 *
 * @param port  port of the server, or {@link #SAME_PORT}; only where the mode maps ports
 * @param upper connections from which on it gets no new ones, or {@link #NO_LIMIT}
 * @param lower connections below which it gets new ones again after it had the most, or {@link #NO_LIMIT}: three
 *              quarters of the upper limit, as in IPVS
 * @param ids   numbers by which packets name it
 */
public record ServerSettings(int port, int upper, int lower, List<ServerId> ids) {
    /** The server listens on the port that the client used. */
    public static final int SAME_PORT = 0;
    /** No limit. */
    public static final int NO_LIMIT = 0;
    /** Same port, no limits, no ids. */
    public static final ServerSettings DEFAULT = new ServerSettings(SAME_PORT, NO_LIMIT, NO_LIMIT, List.of());

    /** Checks port and limits. */
    public ServerSettings {
        ids = List.copyOf(ids);
        if (port != SAME_PORT) {
            PortRange.checkPort(port);
        }
        if (upper < 0 || lower < 0 || lower > upper) {
            throw new IllegalArgumentException("connection limits " + lower + " and " + upper
                    + " are negative, or the lower is above the upper");
        }
    }
}
