package dev.directrix.bgp.rib;

import dev.directrix.bgp.wire.Nlri;
import java.util.Objects;

/**
 * A route as its author wrote it: attributes without defaults; no next hop stands for our address on the session
 * ("self"). What a session lacks is added for each neighbour by {@link RouteCompletion}. Immutable.
 *
 * @param nlri       what is announced; where add-path is not agreed the path identifier only tells routes apart here
 * @param attributes everything else
 */
public record Route(Nlri nlri, RouteAttributes attributes) {

    /** Checks that nothing is missing. */
    public Route {
        Objects.requireNonNull(nlri, "nlri");
        Objects.requireNonNull(attributes, "attributes");
    }
}
