package dev.directrix.director.guard;

import dev.directrix.bgp.rib.HeardPath;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.FindingReport.Source;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.guard.Told.ToldPath;
import dev.directrix.ecmp.guard.EcmpGuard;
import dev.directrix.ecmp.receiver.AnnouncedWeight;
import dev.directrix.ecmp.receiver.MultipathRules;
import dev.directrix.ecmp.receiver.Origin;
import dev.directrix.ecmp.receiver.Path;
import dev.directrix.ecmp.receiver.Preference;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The paths to each VIP as routers tell them. On a session to another AS some of the attributes are not to be seen: of
 * those nothing is said. Pure functions.
 */
public final class HeardSets {

    private HeardSets() {
    }

    /**
     * What flattens or breaks the sets; first what those say who tell all their paths.
     *
     * @param told  what each router says
     * @param own   what this director announces: not every router tells it back
     * @param names of directors by their addresses
     * @param sites tells which paths belong into one set
     * @param rules how the routers choose paths
     */
    public static List<Seen> inspect(
        final List<Told> told, final WeightView own, final Map<InetAddress, String> names, final SiteBook sites,
        final MultipathRules rules) {
        final List<Seen> seen = new ArrayList<>();
        final List<Told> mostFirst = told.stream().sorted(Comparator.comparing(Told::source).reversed()).toList();
        for (final Told router : mostFirst) {
            final Map<InetAddress, List<ToldPath>> sets = new LinkedHashMap<>();
            router.paths().forEach(each -> sets
                .computeIfAbsent(each.path().nlri().prefix().address(), _ -> new ArrayList<>()).add(each));
            sets.forEach((vip, all) -> {
                final List<Path> paths = paths(router, vip, all, own, names);
                paths.stream().collect(Collectors.groupingBy(path -> sites.of(vip, path, router.external())))
                    .values().forEach(set -> EcmpGuard.inspect(set, rules).forEach(
                        finding -> seen.add(new Seen(vip, router.router(), router.source(), finding))));
            });
        }
        return seen;
    }

    /** Those of one VIP, each with its director, and this director's own one even if the router does not tell it. */
    private static List<Path> paths(
        final Told router, final InetAddress vip, final List<ToldPath> told, final WeightView own,
        final Map<InetAddress, String> names) {
        final boolean weighs = router.paths().stream().anyMatch(each -> each.path().hasCommunities());
        final List<Path> named = new ArrayList<>();
        final List<Path> nameless = new ArrayList<>();
        told.forEach(each -> (isNameless(router, each, names) ? nameless : named)
            .add(path(router, each, names, weighs)));
        final int shortest = Stream.concat(named.stream(), nameless.stream())
            .mapToInt(path -> path.preference().asPathLength()).min().orElse(0);
        final List<AnnouncedPath> announced = own.vips().stream().filter(it -> it.address().equals(vip))
            .flatMap(it -> it.paths().stream()).toList();
        for (final Path path : nameless) {
            final Optional<AnnouncedPath> same = announced.stream()
                .filter(it -> looksLike(asTold(router, own.director(), it, shortest, weighs), path)).findFirst();
            if (same.isEmpty()) {
                named.add(path);
            } else if (isComparable(router, same.get())) {
                named.add(new Path(own.director(), path.preference(), path.weight(), path.copies(),
                    path.gracefulShutdown()));
            }
        }
        if (router.source() != Source.BMP && named.stream().noneMatch(it -> it.director().equals(own.director()))) {
            announced.stream().filter(it -> it.router().equals(router.router()) && isComparable(router, it))
                .findFirst().ifPresent(it -> named.add(asTold(router, own.director(), it, shortest, weighs)));
        }
        named.sort(Comparator.comparing(Path::director));
        return named;
    }

    /**
     * Whether the router has put itself in as next hop, which hides the director. It has to do so with a path that it
     * tells to the neighbour whose address is the next hop (RFC 4271 §5.1.3), so with this director's own one. Its
     * address for VIPs of the other IP version is not known: a stranger's may be it.
     */
    private static boolean isNameless(
        final Told router, final ToldPath told, final Map<InetAddress, String> names) {
        if (router.address().isEmpty() || addresses(told).anyMatch(names::containsKey)) {
            return false;
        }
        final InetAddress address = router.address().get();
        return told.path().nextHop().filter(hop -> hop.equals(address)
            || (router.external() && hop.getAddress().length != address.getAddress().length)).isPresent();
    }

    /** Whether nothing that decides about the set tells them apart. */
    private static boolean looksLike(final Path one, final Path other) {
        return one.preference().asPathLength() == other.preference().asPathLength()
            && one.preference().origin() == other.preference().origin()
            && one.weight().transitive().isPresent() == other.weight().transitive().isPresent()
            && one.weight().community().isPresent() == other.weight().community().isPresent()
            && one.gracefulShutdown() == other.gracefulShutdown();
    }

    private static Path path(
        final Told router, final ToldPath told, final Map<InetAddress, String> names, final boolean weighs) {
        final HeardPath path = told.path();
        final boolean hasRouter = router.external() && !path.asns().isEmpty() && path.asns().getFirst() == router.asn();
        final int length = path.asPathLength() - (hasRouter ? 1 : 0);
        final List<Long> asns = hasRouter ? path.asns().subList(1, path.asns().size()) : path.asns();
        final Preference preference = new Preference(
            router.external() ? Preference.DEFAULT_LOCAL_PREF : path.localPref().orElse(Preference.DEFAULT_LOCAL_PREF),
            length, Origin.valueOf(path.origin().name()), router.external() ? OptionalLong.empty() : path.med(),
            Math.max(1, asns.isEmpty() ? router.asn() : asns.getFirst()));
        return new Path(name(router, told, names), preference, weighs ? new AnnouncedWeight(path.transitive(),
            path.nonTransitive(), path.weight()) : AnnouncedWeight.NONE, 1, path.gracefulShutdown());
    }

    private static String name(final Told router, final ToldPath told, final Map<InetAddress, String> names) {
        final String stranger = isNameless(router, told, names) ? "somebody behind " + router.router()
            : addresses(told).findFirst().map(AddressText::format).orElse("somebody");
        return addresses(told).filter(names::containsKey).map(names::get).findFirst().orElseGet(() ->
            stranger + (told.path().asns().isEmpty() ? "" : " (AS " + told.path().asns().getLast() + ")"));
    }

    /** By which its director may be known, the surest first. */
    private static Stream<InetAddress> addresses(final ToldPath told) {
        return Stream.of(told.from(), told.path().nextHop(), told.path().originator().<InetAddress>map(it -> it))
            .flatMap(Optional::stream);
    }

    /** Whether the router tells all of it that counts: the non-transitive form does not cross an AS border. */
    private static boolean isComparable(final Told router, final AnnouncedPath path) {
        return !router.external() || path.transitive().isPresent() || path.nonTransitive().isEmpty();
    }

    /**
     * This director's own path as the router would tell it. What the router adds on the way to everybody is not known,
     * so a shorter own path is no difference.
     */
    private static Path asTold(
        final Told router, final String director, final AnnouncedPath path, final int shortest,
        final boolean weighs) {
        final Path whole = AnnouncedSets.path(director, path);
        final Preference preference = new Preference(
            router.external() ? Preference.DEFAULT_LOCAL_PREF : whole.preference().localPref(),
            Math.max(shortest, whole.preference().asPathLength()), whole.preference().origin(),
            router.external() ? OptionalLong.empty() : path.med(), whole.preference().neighborAs());
        final AnnouncedWeight weight = !weighs ? AnnouncedWeight.NONE : router.external()
            ? new AnnouncedWeight(whole.weight().transitive(), Optional.empty(), path.community()) : whole.weight();
        return new Path(director, preference, weight, whole.copies(), whole.gracefulShutdown());
    }
}
