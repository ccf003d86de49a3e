package dev.directrix.ecmp.guard;

import dev.directrix.ecmp.guard.Finding.Attribute;
import dev.directrix.ecmp.guard.Finding.BandwidthOutOfRange;
import dev.directrix.ecmp.guard.Finding.NoLinkBandwidth;
import dev.directrix.ecmp.guard.Finding.NoWeightCommunity;
import dev.directrix.ecmp.guard.Finding.OtherBandwidthForm;
import dev.directrix.ecmp.guard.Finding.OtherPreference;
import dev.directrix.ecmp.guard.Finding.Severity;
import dev.directrix.ecmp.guard.Finding.TooManyPaths;
import dev.directrix.ecmp.receiver.MultipathRules;
import dev.directrix.ecmp.receiver.Path;
import dev.directrix.ecmp.receiver.Preference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Compares the paths of all directors to one VIP, and names what keeps routers from sharing the traffic by weight.
 * Directors that drain (GRACEFUL_SHUTDOWN) leave the set on purpose and are not looked at. Pure and stateless.
 */
public final class EcmpGuard {

    /** From here on FRR's number of 32 bits runs over. */
    private static final float FRR_LIMIT = 0x1p32f;
    private static final Comparator<Preference> BEST_FIRST = Comparator.comparingLong(Preference::localPref).reversed()
        .thenComparingInt(Preference::asPathLength).thenComparing(Preference::origin);

    private EcmpGuard() {
    }

    /**
     * What is wrong with these paths, worst first.
     *
     * @param paths those of all directors to one VIP, in the order in which the router prefers them; draining ones are
     *              passed over
     * @param rules how the routers choose paths
     */
    public static List<Finding> inspect(final List<Path> paths, final MultipathRules rules) {
        final List<Path> sharing = paths.stream().filter(path -> !path.gracefulShutdown()).toList();
        final List<Finding> findings = new ArrayList<>();
        if (sharing.isEmpty()) {
            return findings;
        }
        inspectPreferences(sharing, rules, findings);
        inspectWeights(sharing, findings);
        inspectNumber(sharing, rules, findings);
        findings.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(findings);
    }

    private static void inspectPreferences(
        final List<Path> paths, final MultipathRules rules, final List<Finding> findings) {
        final Preference best = paths.stream().map(Path::preference).min(BEST_FIRST).orElseThrow();
        for (final Path path : paths) {
            inspect(path, paths, Attribute.LOCAL_PREF, Preference::localPref, best).ifPresent(findings::add);
            inspect(path, paths, Attribute.AS_PATH_LENGTH, Preference::asPathLength, best).ifPresent(findings::add);
            inspect(path, paths, Attribute.ORIGIN, Preference::origin, best).ifPresent(findings::add);
            if (!rules.relaxAsPath()) {
                inspect(path, paths, Attribute.NEIGHBOR_AS, Preference::neighborAs, best).ifPresent(findings::add);
            }
            inspectMed(path, paths, rules).ifPresent(findings::add);
        }
    }

    private static Optional<Finding> inspect(
        final Path path, final List<Path> paths, final Attribute attribute, final Function<Preference, Object> value,
        final Preference best) {
        final Object own = value.apply(path.preference());
        final Object expected = value.apply(best);
        return own.equals(expected) ? Optional.empty()
            : Optional.of(new OtherPreference(Severity.BREAKS, path.director(), attribute, own.toString(),
                expected.toString(), names(paths, other -> value.apply(other.preference()).equals(expected))));
    }

    /** MED counts between paths of one neighbour AS, or inside the AS, or everywhere if the router is told so. */
    private static Optional<Finding> inspectMed(
        final Path path, final List<Path> paths, final MultipathRules rules) {
        final Predicate<Path> comparable = other -> rules.alwaysCompareMed()
            || path.preference().neighborAs() == other.preference().neighborAs()
            || (path.preference().asPathLength() == 0 && other.preference().asPathLength() == 0);
        final long least = paths.stream().filter(comparable).mapToLong(other -> other.preference().effectiveMed())
            .min().orElseThrow();
        if (path.preference().effectiveMed() == least) {
            return Optional.empty();
        }
        return Optional.of(new OtherPreference(paths.stream().allMatch(comparable) ? Severity.BREAKS : Severity.DEPENDS,
            path.director(), Attribute.MED, Long.toString(path.preference().effectiveMed()), Long.toString(least),
            names(paths, comparable.and(other -> other.preference().effectiveMed() == least))));
    }

    private static void inspectWeights(final List<Path> paths, final List<Finding> findings) {
        final List<String> withBandwidth = names(paths, path -> path.weight().hasBandwidth());
        final List<String> transitive = names(paths, path -> path.weight().transitive().isPresent());
        final List<String> withCommunity = names(paths, path -> path.weight().community().isPresent());
        for (final Path path : paths) {
            if (!path.weight().hasBandwidth() && !withBandwidth.isEmpty()) {
                findings.add(new NoLinkBandwidth(path.director(), withBandwidth));
            } else if (path.weight().hasBandwidth() && path.weight().transitive().isEmpty() && !transitive.isEmpty()) {
                findings.add(new OtherBandwidthForm(path.director(), transitive));
            }
            if (path.weight().community().isEmpty() && !withCommunity.isEmpty()) {
                findings.add(new NoWeightCommunity(path.director(), withCommunity));
            }
            Stream.of(path.weight().transitive(), path.weight().nonTransitive()).flatMap(Optional::stream)
                .filter(bytesPerSecond -> bytesPerSecond < 1 || bytesPerSecond >= FRR_LIMIT).findFirst()
                .ifPresent(bytesPerSecond -> findings.add(new BandwidthOutOfRange(path.director(), bytesPerSecond)));
        }
    }

    private static void inspectNumber(
        final List<Path> paths, final MultipathRules rules, final List<Finding> findings) {
        int count = 0;
        final Set<String> beyond = new LinkedHashSet<>();
        for (final Path path : paths) {
            count += path.copies();
            if (count > rules.maximumPaths()) {
                beyond.add(path.director());
            }
        }
        if (count > rules.maximumPaths()) {
            findings.add(new TooManyPaths(List.copyOf(beyond), count, rules.maximumPaths()));
        }
    }

    private static List<String> names(final List<Path> paths, final Predicate<Path> which) {
        return paths.stream().filter(which).map(Path::director).distinct().toList();
    }
}
