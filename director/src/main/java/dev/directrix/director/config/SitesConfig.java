package dev.directrix.director.config;

import dev.directrix.ecmp.RoutePolicy;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sites of anycast VIPs, and what routes get at each. Immutable.
 *
 * @param site  where this director is; empty: the file knows no sites
 * @param sites what the routes of every VIP get at a site, by its name
 * @param vips  the VIPs' own
 */
public record SitesConfig(
    Optional<String> site, SortedMap<String, RoutePolicy> sites, Map<InetAddress, VipSites> vips) {

    /** Of a file that knows no sites. */
    public static final SitesConfig NONE = new SitesConfig(Optional.empty(), new TreeMap<>(), Map.of());

    /** Freezes the maps. */
    public SitesConfig {
        Objects.requireNonNull(site, "site");
        sites = Collections.unmodifiableSortedMap(new TreeMap<>(sites));
        vips = Map.copyOf(vips);
    }

    /**
     * One VIP.
     *
     * @param everywhere what its route gets at every site
     * @param at         what it gets at some, by their names
     */
    public record VipSites(RoutePolicy everywhere, SortedMap<String, RoutePolicy> at) {

        /** Freezes the map. */
        public VipSites {
            at = Collections.unmodifiableSortedMap(new TreeMap<>(at));
        }
    }

    /** What the route of a VIP gets at a site: what the VIP says of the site, over what it says, over the site's. */
    public RoutePolicy policy(final InetAddress vip, final String where) {
        final VipSites own = vips.getOrDefault(vip, new VipSites(RoutePolicy.NONE, new TreeMap<>()));
        return own.at().getOrDefault(where, RoutePolicy.NONE).over(own.everywhere())
            .over(sites.getOrDefault(where, RoutePolicy.NONE));
    }
}
