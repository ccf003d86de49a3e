package dev.directrix.director.guard;

import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.FindingReport.Source;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.control.WeightView.VipView;
import dev.directrix.ecmp.guard.EcmpGuard;
import dev.directrix.ecmp.receiver.AnnouncedWeight;
import dev.directrix.ecmp.receiver.MultipathRules;
import dev.directrix.ecmp.receiver.Origin;
import dev.directrix.ecmp.receiver.Path;
import dev.directrix.ecmp.receiver.Preference;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The paths of all directors to each VIP at each router, as they say themselves. Pure functions. */
public final class AnnouncedSets {

    private static final Comparator<Group> ORDER = Comparator.comparing(Group::router).thenComparing(Group::site);

    /** What belongs into one ECMP set: the paths at one router of one site. */
    private record Group(String router, String site) implements Comparable<Group> {

        @Override
        public int compareTo(final Group other) {
            return ORDER.compare(this, other);
        }
    }

    private AnnouncedSets() {
    }

    /**
     * What flattens or breaks the sets.
     *
     * @param views what each director says
     * @param rules how the routers choose paths
     */
    public static List<Seen> inspect(final Collection<WeightView> views, final MultipathRules rules) {
        final Map<InetAddress, Map<Group, List<Path>>> sets = new LinkedHashMap<>();
        views.stream().sorted(Comparator.comparing(WeightView::director)).forEach(view -> {
            final String site = view.site().orElse("");
            for (final VipView vip : view.vips()) {
                vip.paths().forEach(path -> sets.computeIfAbsent(vip.address(), _ -> new TreeMap<>())
                    .computeIfAbsent(new Group(path.router(), site), _ -> new ArrayList<>())
                    .add(path(view.director(), path)));
            }
        });
        final List<Seen> seen = new ArrayList<>();
        sets.forEach((vip, groups) -> groups.forEach((group, paths) -> EcmpGuard.inspect(paths, rules)
            .forEach(finding -> seen.add(new Seen(vip, group.router(), Source.ANNOUNCED, finding)))));
        return seen;
    }

    /**
     * What a router receives.
     *
     * @throws IllegalArgumentException if the path has an ORIGIN that there is not
     */
    public static Path path(final String director, final AnnouncedPath path) {
        final Preference preference = new Preference(path.localPref().orElse(Preference.DEFAULT_LOCAL_PREF),
            path.asPathLength(), Origin.valueOf(path.origin().toUpperCase(Locale.ROOT)), path.med(), path.asn());
        return new Path(director, preference, new AnnouncedWeight(bandwidth(path.transitive()),
            bandwidth(path.nonTransitive()), path.community()), path.copies(), path.draining());
    }

    private static Optional<Float> bandwidth(final OptionalLong bytesPerSecond) {
        return bytesPerSecond.isPresent() ? Optional.of((float) bytesPerSecond.getAsLong()) : Optional.empty();
    }
}
