package dev.directrix.director.config;

import dev.directrix.director.config.SitesConfig.VipSites;
import dev.directrix.ecmp.RoutePolicy;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code sites}, and what VIPs say of them. */
final class SitesSection {

    private final PolicySection policies;
    private final SortedMap<String, RoutePolicy> sites = new TreeMap<>();
    private final Map<InetAddress, VipSites> vips = new HashMap<>();
    private final Optional<String> site;

    /**
     * For a file.
     *
     * @param value where sites are; empty: nowhere
     * @param site  where this director is; empty: not said
     * @param node  where that is said, or should be
     */
    SitesSection(
        final Optional<Value> value, final Optional<String> site, final Optional<Value> node,
        final PolicySection policies) {
        this.policies = policies;
        this.site = site;
        value.map(Value::namedValues).orElse(Map.of()).forEach((name, policy) -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
                policy.error("'" + name + "' is not a name; use letters, digits, '-', '_' and '.'");
            }
            sites.put(name, policy.section().map(policies::read).orElse(RoutePolicy.NONE));
        });
        site.filter(name -> !sites.containsKey(name)).ifPresent(name -> node.ifPresent(it -> noSite(it, name)));
        if (site.isEmpty() && value.isPresent()) {
            node.ifPresent(it -> it.error("there are sites, and nothing says at which this director is; add site"));
        }
    }

    private void noSite(final Value value, final String name) {
        value.error("there is no site '" + name + "'; " + NearestWord.to(name, sites.keySet())
            .map(near -> "did you mean '" + near + "'?").orElse("add it under sites"));
    }

    /** What a VIP's route gets here. */
    RoutePolicy policy(final Section vip, final Optional<InetAddress> address) {
        final RoutePolicy everywhere = policies.read(vip);
        final SortedMap<String, RoutePolicy> at = new TreeMap<>();
        vip.get("sites").map(Value::namedValues).orElse(Map.of()).forEach((name, policy) -> {
            if (!sites.containsKey(name)) {
                noSite(policy, name);
            }
            at.put(name, policy.section().map(policies::read).orElse(RoutePolicy.NONE));
        });
        address.ifPresent(it -> vips.putIfAbsent(it, new VipSites(everywhere, at)));
        return address.flatMap(it -> site.map(name -> config().policy(it, name))).orElse(everywhere);
    }

    /** All of it; complete when every VIP was read. */
    SitesConfig config() {
        return site.isEmpty() ? SitesConfig.NONE : new SitesConfig(site, sites, vips);
    }
}
