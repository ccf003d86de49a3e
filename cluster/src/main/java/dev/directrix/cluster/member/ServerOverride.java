package dev.directrix.cluster.member;

import java.util.Objects;

/**
 * What an operator commanded about a server, for all members. Immutable.
 *
 * @param server  which
 * @param weight  its weight, or {@link #AS_CONFIGURED}
 * @param drained whether it takes no new flows
 */
public record ServerOverride(ServerName server, int weight, boolean drained) {
    /** The weight of the configuration holds. */
    public static final int AS_CONFIGURED = -1;

    /** Checks the fields. */
    public ServerOverride {
        Objects.requireNonNull(server, "server");
    }
}
