package dev.directrix.director.guard;

import dev.directrix.director.config.SitesConfig;
import dev.directrix.director.control.WeightView;
import dev.directrix.ecmp.RoutePolicy;
import dev.directrix.ecmp.receiver.Path;
import dev.directrix.ecmp.receiver.Preference;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells which site a path is of: paths of two sites differ on purpose, and only those of one belong into one ECMP set.
 * A director that is known has said it; of another the path itself is compared with what the file says of each site.
 * Immutable.
 */
public final class SiteBook {

    private static final String NOWHERE = "";

    private final SitesConfig config;
    private final Map<String, String> known;

    private SiteBook(final SitesConfig config, final Map<String, String> known) {
        this.config = config;
        this.known = Map.copyOf(known);
    }

    /** What the file says, and what these directors say of themselves. */
    public static SiteBook of(final SitesConfig config, final Collection<WeightView> views) {
        final Map<String, String> known = new HashMap<>();
        views.forEach(view -> known.put(view.director(), view.site().orElse(NOWHERE)));
        return new SiteBook(config, known);
    }

    /**
     * The name of the site, or another word that is the same for all paths of one set.
     *
     * @param hidden whether LOCAL_PREF and MED are not to be seen
     */
    String of(final InetAddress vip, final Path path, final boolean hidden) {
        final Optional<String> own = config.site();
        if (own.isEmpty()) {
            return NOWHERE;
        }
        return Optional.ofNullable(known.get(path.director())).orElseGet(() ->
            fits(config.policy(vip, own.get()), path, hidden) ? own.get()
                : config.sites().keySet().stream().filter(site -> fits(config.policy(vip, site), path, hidden))
                    .findFirst().orElse(own.get()));
    }

    /** Whether a path looks as it must with a policy. */
    private static boolean fits(final RoutePolicy policy, final Path path, final boolean hidden) {
        final Preference preference = path.preference();
        final boolean internal = preference.asPathLength() == 0;
        return (internal || preference.asPathLength() == 1 + policy.prepend().orElse(0))
            && (hidden || preference.med().equals(policy.med()))
            && (hidden || !internal
                || preference.localPref() == policy.localPref().orElse(Preference.DEFAULT_LOCAL_PREF));
    }
}
