package dev.directrix.bgp;

import dev.directrix.ecmp.Prefix;
import java.util.Objects;

/**
 * A route that shall be announced on a session that is up, and cannot.
 *
 * @param prefix the VIP
 * @param reason what is wrong and what to do, in one line
 */
public record UnsentRoute(Prefix prefix, String reason) {

    /** Checks that nothing is missing. */
    public UnsentRoute {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(reason, "reason");
    }
}
