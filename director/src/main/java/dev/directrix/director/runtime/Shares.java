package dev.directrix.director.runtime;

import dev.directrix.bgp.AdvertisedRoute;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.SharesReport.RouterSet;
import dev.directrix.director.control.SharesReport.Share;
import dev.directrix.director.control.SharesReport.Unheard;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.control.WeightView.VipView;
import dev.directrix.director.guard.AnnouncedSets;
import dev.directrix.director.guard.Seen;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.LargeCommunity;
import dev.directrix.ecmp.receiver.EcmpSet;
import dev.directrix.ecmp.receiver.LeftOut;
import dev.directrix.ecmp.receiver.MultipathRules;
import dev.directrix.ecmp.receiver.Receiver;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Puts together what directors say of their shares, and what a router would make of it. Pure functions. */
final class Shares {

    private static final String BANDWIDTH = "link-bandwidth:";
    private static final String NON_TRANSITIVE = ":non-transitive";
    /** The second number of the large community that tells the weight. */
    private static final long WEIGHT_FUNCTION = 1;

    private Shares() {
    }

    /** What this director says of its own. */
    static WeightView view(
        final Snapshot snapshot, final List<AdvertisedRoute> routes, final List<NeighborStatus> neighbors) {
        final Map<String, NeighborStatus> byId = new HashMap<>();
        neighbors.forEach(neighbor -> byId.put(neighbor.id(), neighbor));
        return new WeightView(snapshot.config().node().name(), snapshot.decisions().stream().map(decision -> {
            final Map<String, Map<List<InetAddress>, AnnouncedPath>> paths = new LinkedHashMap<>();
            routes.stream().filter(route -> route.prefix().address().equals(decision.vip()) && !route.pending())
                .forEach(route -> Optional.ofNullable(byId.get(route.neighborId())).ifPresent(neighbor ->
                    paths.computeIfAbsent(routerOf(neighbor), _ -> new LinkedHashMap<>())
                        .putIfAbsent(route.nextHops(), path(route, neighbor))));
            return new VipView(decision.vip(), decision.weight(), decision.state(),
                snapshot.traffic().of(decision.vip()).packets(),
                snapshot.traffic().of(decision.vip()).packetsPerSecond(),
                paths.values().stream().map(Shares::together).toList());
        }).toList(), routes.stream().flatMap(route -> route.nextHops().stream()).distinct().toList(),
            snapshot.config().sites().site());
    }

    private static String routerOf(final NeighborStatus neighbor) {
        return neighbor.negotiated().map(agreed -> agreed.peerRouterId().getHostAddress())
            .orElse(neighbor.address().getHostAddress());
    }

    /** Several paths at a router count as often as they have next hops of their own, whatever sessions they are on. */
    private static AnnouncedPath together(final Map<List<InetAddress>, AnnouncedPath> byNextHops) {
        final AnnouncedPath it = byNextHops.values().iterator().next();
        return new AnnouncedPath(it.router(), it.asn(), it.origin(), it.asPathLength(), it.med(), it.localPref(),
            it.transitive(), it.nonTransitive(), it.community(), byNextHops.size(), it.draining());
    }

    private static AnnouncedPath path(final AdvertisedRoute route, final NeighborStatus neighbor) {
        return new AnnouncedPath(routerOf(neighbor),
            route.asPath().isEmpty() ? neighbor.asn() : route.asPath().getFirst(), route.origin(),
            route.asPath().size(), route.med(), route.localPref(), bandwidth(route, false), bandwidth(route, true),
            community(route), 1, route.communities().stream()
                .anyMatch(text -> Community.parse(text).equals(Community.parse("graceful-shutdown"))));
    }

    private static OptionalLong bandwidth(final AdvertisedRoute route, final boolean nonTransitive) {
        return route.extendedCommunities().stream()
            .filter(text -> text.startsWith(BANDWIDTH) && text.endsWith(NON_TRANSITIVE) == nonTransitive)
            .mapToLong(text -> Long.parseLong(text.split(":", -1)[2])).findFirst();
    }

    /** The file cannot set large communities of ours with this second number: whoever has it tells the weight. */
    private static OptionalInt community(final AdvertisedRoute route) {
        return route.largeCommunities().stream().map(LargeCommunity::parse)
            .filter(it -> it.local1() == WEIGHT_FUNCTION && (route.asPath().isEmpty()
                || route.asPath().contains(it.global()) || route.largeCommunities().size() == 1))
            .mapToInt(it -> (int) it.local2()).findFirst();
    }

    /**
     * Everybody's shares.
     *
     * @param views    this director's first
     * @param unheard  who did not answer
     * @param receiver the router to model; empty: none
     */
    static SharesReport of(
        final List<WeightView> views, final List<Unheard> unheard, final Optional<RouterModel> receiver) {
        final int largest = views.stream().flatMap(view -> view.vips().stream()).mapToInt(VipView::weight).max()
            .orElse(1);
        final Optional<Receiver> model = receiver.map(router -> router.receiver(largest));
        final Set<InetAddress> vips = new LinkedHashSet<>();
        views.forEach(view -> view.vips().forEach(vip -> vips.add(vip.address())));
        final List<RouterSet> sets = new ArrayList<>();
        for (final InetAddress vip : vips) {
            final Map<String, VipView> byDirector = new LinkedHashMap<>();
            views.stream().sorted(Comparator.comparing(WeightView::director)).forEach(view -> view.vips().stream()
                .filter(it -> it.address().equals(vip)).forEach(it -> byDirector.put(view.director(), it)));
            final Set<String> routers = new TreeSet<>();
            byDirector.values().forEach(view -> view.paths().forEach(path -> routers.add(path.router())));
            routers.forEach(router -> sets.add(set(vip, Optional.of(router), byDirector, model)));
            if (routers.isEmpty()) {
                sets.add(set(vip, Optional.empty(), byDirector, Optional.empty()));
            }
        }
        final MultipathRules rules = MultipathRules.upTo(receiver.map(RouterModel::maximumPaths)
            .orElse(RouterModel.DEFAULT_MAXIMUM_PATHS));
        return new SharesReport(model.map(Receiver::name), sets, unheard,
            AnnouncedSets.inspect(views, rules).stream().map(Seen::line).toList(), List.of());
    }

    private static RouterSet set(
        final InetAddress vip, final Optional<String> router, final Map<String, VipView> byDirector,
        final Optional<Receiver> model) {
        final Map<String, AnnouncedPath> paths = new LinkedHashMap<>();
        byDirector.forEach((director, view) -> view.paths().stream()
            .filter(path -> router.filter(path.router()::equals).isPresent()).findFirst()
            .ifPresent(path -> paths.put(director, path)));
        final Optional<EcmpSet> made = model.map(it -> it.receive(paths.entrySet().stream()
            .map(path -> AnnouncedSets.path(path.getKey(), path.getValue())).toList()));
        final List<Share> shares = new ArrayList<>();
        byDirector.forEach((director, view) -> {
            final Optional<LeftOut> out = made.flatMap(set -> set.leftOut().stream()
                .filter(it -> it.director().equals(director)).findFirst());
            final long weight = made.map(set -> set.weightOf(director)).orElse(0L);
            shares.add(new Share(director, view.weight(), view.state(), Optional.ofNullable(paths.get(director)),
                weight == 0 ? OptionalLong.empty() : OptionalLong.of(weight),
                made.map(set -> set.shareOf(director)), out.map(LeftOut::text)
                    .or(() -> made.filter(_ -> !paths.containsKey(director)).map(_ -> notAnnounced(view.state()))),
                view.packets(), view.packetsPerSecond(), Optional.empty()));
        });
        return new RouterSet(vip, router, SharesReport.measured(shares));
    }

    private static String notAnnounced(final VipState state) {
        return state == VipState.ANNOUNCED || state == VipState.DRAINING
            ? "no session with this router" : "it does not announce the VIP";
    }
}
