package dev.directrix.ecmp.receiver;

import dev.directrix.ecmp.receiver.LeftOut.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which paths share the traffic: the best one, and those equal to it in every step down to MED. The steps are those of
 * RFC 4271 §9.1.2.2, as FRR has them in {@code bgp_path_info_cmp} (read at 8.4.4, 10.3.3) and BIRD in
 * {@code bgp_rte_mergable} (read at 2.0.12). The best of each neighbour AS is found first, as deterministic MED has it
 * (FRR's default).
 *
 * @param members one entry for each next hop: a path with copies is there as often as it has copies in the set
 * @param leftOut the others
 */
record Multipath(List<Path> members, List<LeftOut> leftOut) {

    /** The steps that hold between any two paths; MED and the neighbour AS come after them. */
    private static final Comparator<Path> STEPS = Comparator.comparingLong(Multipath::localPref).reversed()
        .thenComparingInt(path -> path.preference().asPathLength())
        .thenComparing(path -> path.preference().origin());

    /** Chooses among paths; of equal ones the earlier is preferred. */
    static Multipath of(final List<Path> paths, final MultipathRules rules) {
        final List<Path> members = new ArrayList<>();
        final List<LeftOut> leftOut = new ArrayList<>();
        if (paths.isEmpty()) {
            return new Multipath(members, leftOut);
        }
        final Path best = best(paths, rules);
        int room = rules.maximumPaths() - 1;
        boolean bestIsIn = false;
        for (final Path path : paths) {
            final Optional<LeftOut> out = worse(path, best, rules);
            if (out.isPresent()) {
                leftOut.add(out.get());
                continue;
            }
            // The best path is in, wherever it stands; its further copies take their turn.
            final int own = !bestIsIn && path.equals(best) ? 1 : 0;
            bestIsIn |= own > 0;
            final int more = Math.min(path.copies() - own, room);
            room -= more;
            for (int i = 0; i < own + more; i++) {
                members.add(path);
            }
            if (own + more < path.copies()) {
                leftOut.add(new LeftOut(path.director(), Cause.MAXIMUM_PATHS, (path.copies() - own - more)
                    + " of its " + path.copies() + " paths are beyond the " + rules.maximumPaths()
                    + " that the router takes"));
            }
        }
        return new Multipath(members, leftOut);
    }

    /** The directors of the members, one entry for each. */
    List<String> directors() {
        return members.stream().map(Path::director).toList();
    }

    private static Path best(final List<Path> paths, final MultipathRules rules) {
        final Map<Long, Path> bestOfAs = new LinkedHashMap<>();
        for (final Path path : paths) {
            bestOfAs.merge(path.preference().neighborAs(), path,
                (known, next) -> compare(next, known, rules) < 0 ? next : known);
        }
        return bestOfAs.values().stream().reduce((known, next) -> compare(next, known, rules) < 0 ? next : known)
            .orElseThrow();
    }

    private static int compare(final Path a, final Path b, final MultipathRules rules) {
        final int steps = STEPS.compare(a, b);
        return steps != 0 || !medCounts(a, b, rules) ? steps
            : Long.compare(a.preference().effectiveMed(), b.preference().effectiveMed());
    }

    private static boolean medCounts(final Path a, final Path b, final MultipathRules rules) {
        return rules.alwaysCompareMed() || a.preference().neighborAs() == b.preference().neighborAs()
            || (a.preference().asPathLength() == 0 && b.preference().asPathLength() == 0);
    }

    private static long localPref(final Path path) {
        return path.gracefulShutdown() ? 0 : path.preference().localPref();
    }

    private static Optional<LeftOut> worse(final Path path, final Path best, final MultipathRules rules) {
        final Preference own = path.preference();
        final Preference its = best.preference();
        final String than = " of " + best.director();
        if (localPref(path) != localPref(best)) {
            return path.gracefulShutdown()
                ? out(path, Cause.GRACEFUL_SHUTDOWN, "GRACEFUL_SHUTDOWN: local-pref 0 against "
                    + localPref(best) + than)
                : out(path, Cause.LOCAL_PREF, "local-pref " + own.localPref() + " against " + localPref(best) + than);
        }
        if (own.asPathLength() != its.asPathLength()) {
            return out(path, Cause.AS_PATH_LENGTH,
                "AS path of length " + own.asPathLength() + " against " + its.asPathLength() + than);
        }
        if (own.origin() != its.origin()) {
            return out(path, Cause.ORIGIN, "ORIGIN " + own.origin() + " against " + its.origin() + than);
        }
        if (medCounts(path, best, rules) && own.effectiveMed() != its.effectiveMed()) {
            return out(path, Cause.MED, "MED " + own.effectiveMed() + " against " + its.effectiveMed() + than);
        }
        if (own.neighborAs() != its.neighborAs() && !rules.relaxAsPath()) {
            return out(path, Cause.NEIGHBOR_AS, "neighbour AS " + own.neighborAs() + " against " + its.neighborAs()
                + than + ", without multipath-relax");
        }
        return Optional.empty();
    }

    private static Optional<LeftOut> out(final Path path, final Cause cause, final String text) {
        return Optional.of(new LeftOut(path.director(), cause, text));
    }
}
