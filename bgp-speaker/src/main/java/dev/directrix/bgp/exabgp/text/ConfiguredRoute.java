package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.rib.Route;
import java.util.Optional;

/**
 * A route as a configuration file or a command words it: beside the route what ExaBGP keeps for itself.
 *
 * @param route    the route; without next hops where the text says {@code next-hop self}
 * @param name     the author's name for it ({@code name}), shown nowhere but in listings
 * @param watchdog the watchdog that announces and withdraws it ({@code watchdog})
 * @param withdraw true: not announced until its watchdog says so ({@code withdraw})
 */
public record ConfiguredRoute(Route route, Optional<String> name, Optional<String> watchdog, boolean withdraw) {

    /** A route that is announced as long as it stands there. */
    public static ConfiguredRoute of(final Route route) {
        return new ConfiguredRoute(route, Optional.empty(), Optional.empty(), false);
    }
}
