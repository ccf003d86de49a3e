package dev.directrix.cluster.link.aeron;

import dev.directrix.cluster.link.Endpoint;
import java.util.Objects;

/**
 * A multicast group in place of one copy for each peer. Immutable.
 *
 * @param group        address and port, the same on all members
 * @param netInterface address of the interface to send and join at
 * @param ttl          routers that a datagram may pass and one, 1 to 255
 */
public record MulticastSettings(Endpoint group, String netInterface, int ttl) {

    private static final int MAX_TTL = 255;

    /** Checks the fields. */
    public MulticastSettings {
        Objects.requireNonNull(group, "group");
        if (netInterface.isEmpty() || ttl < 1 || ttl > MAX_TTL) {
            throw new IllegalArgumentException("multicast by '" + netInterface + "' with a TTL of " + ttl);
        }
    }
}
