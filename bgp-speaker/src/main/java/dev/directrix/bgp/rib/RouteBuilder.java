package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.LinkBandwidth;
import dev.directrix.ecmp.Prefix;
import dev.directrix.ecmp.RoutePolicy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns announcements into routes for one neighbour (RFC 4271 §9.1.3, §5). Pure.
 *
 * @param session     what its session makes of routes
 * @param bandwidth   form in which weights are told
 * @param policy      what is added to every route of this neighbour, on top of the announcement's own policy
 * @param replication how weights become several paths of a prefix; empty: each has one
 * @param severalOf   families of which the session may have several paths (RFC 7911)
 */
public record RouteBuilder(
    SessionShape session, LinkBandwidthMode bandwidth, RoutePolicy policy, Optional<PathReplication> replication,
    Set<Family> severalOf) {

    /** First part of the large community that tells the weight to routers that read no link bandwidth. */
    public static final long WEIGHT_FUNCTION = 1;

    /** Without a policy of the neighbour. */
    public RouteBuilder(final SessionShape session, final LinkBandwidthMode bandwidth) {
        this(session, bandwidth, RoutePolicy.NONE);
    }

    /** With one path for each prefix. */
    public RouteBuilder(final SessionShape session, final LinkBandwidthMode bandwidth, final RoutePolicy policy) {
        this(session, bandwidth, policy, Optional.empty(), Set.of());
    }

    /**
     * Routes of a neighbour.
     *
     * @param routes      by prefix, in the order of the announcements; path identifiers, from 1 on, only where a prefix
     *                    may have several paths
     * @param withoutNext prefixes that have no next hop of their IP version and cannot be announced
     * @param shortages   prefixes that have fewer paths than their weight asks for
     */
    public record Built(
        Map<Nlri, RouteAttributes> routes, List<Prefix> withoutNext, List<PathShortage> shortages) {
    }

    /** The routes for these announcements; of two for one prefix the later one counts. */
    public Built build(final Collection<Announcement> announcements) {
        final Built built = new Built(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        final Map<Shape, RouteAttributes> shared = new HashMap<>();
        for (final Announcement announcement : announcements) {
            final List<InetAddress> copies = copies(announcement);
            for (int i = 0; i < copies.size(); i++) {
                built.routes.put(new Nlri(announcement.prefix(), i + 1L), shared.computeIfAbsent(
                    shape(announcement, List.of(copies.get(i)), copies.size()), this::attributes));
            }
            if (copies.isEmpty() && isTold(announcement)) {
                path(announcement, built, shared);
            }
            shortage(announcement).ifPresent(built.shortages::add);
        }
        return built;
    }

    /** The only path of a prefix on this session. */
    private void path(
        final Announcement announcement, final Built built, final Map<Shape, RouteAttributes> shared) {
        final boolean ipv4 = announcement.prefix().isIpv4();
        final Optional<PathReplication.BySession> oneOf = replication
            .filter(PathReplication.BySession.class::isInstance).map(PathReplication.BySession.class::cast)
            .filter(it -> it.available(ipv4) > 0);
        // Of several sessions each tells the address that it runs from, for that is what tells the paths apart.
        final List<InetAddress> given =
            announcement.nextHop().filter(_ -> oneOf.isEmpty()).map(List::of).orElse(List.of());
        final List<InetAddress> nextHops = session.nextHops(given, ipv4);
        if (nextHops.isEmpty()) {
            built.withoutNext.add(announcement.prefix());
        } else {
            built.routes.put(Nlri.of(announcement.prefix()), shared.computeIfAbsent(shape(announcement, nextHops,
                oneOf.map(it -> it.paths(announcement.weight(), ipv4)).orElse(1)), this::attributes));
        }
    }

    private Shape shape(final Announcement announcement, final List<InetAddress> nextHops, final int paths) {
        return new Shape(nextHops, announcement.weight(), paths, policy.over(announcement.effectivePolicy()));
    }

    /** Next hops of the paths of a prefix that path identifiers tell apart; none: it has one path at most. */
    private List<InetAddress> copies(final Announcement announcement) {
        final boolean ipv4 = announcement.prefix().isIpv4();
        return hasSeveral(ipv4) && replication.orElse(null) instanceof final PathReplication.ByAddPath all
            && all.available(ipv4) > 0
            ? all.usable(ipv4).subList(0, all.paths(announcement.weight(), ipv4)) : List.of();
    }

    /** Not where the sessions before this one have all the paths that the weight asks for. */
    private boolean isTold(final Announcement announcement) {
        return !(replication.orElse(null) instanceof final PathReplication.BySession one)
            || one.tells(announcement.weight(), announcement.prefix().isIpv4());
    }

    private Optional<PathShortage> shortage(final Announcement announcement) {
        final boolean ipv4 = announcement.prefix().isIpv4();
        return replication.flatMap(it -> {
            final int wanted = it.wanted(announcement.weight());
            final boolean offered = it instanceof PathReplication.BySession || hasSeveral(ipv4);
            final int paths = offered ? it.paths(announcement.weight(), ipv4) : 1;
            if (paths >= wanted || (it instanceof final PathReplication.BySession one && one.index() > 0)) {
                return Optional.empty();
            }
            final PathShortage.Cause cause = switch (it) {
                case PathReplication.BySession _ -> PathShortage.Cause.SESSIONS;
                case final PathReplication.ByAddPath all -> offered || all.available(ipv4) == 0
                    ? PathShortage.Cause.NEXT_HOPS : PathShortage.Cause.NOT_OFFERED;
            };
            return Optional.of(new PathShortage(announcement.prefix(), paths, wanted, cause));
        });
    }

    private boolean hasSeveral(final boolean ipv4) {
        return severalOf.contains(ipv4 ? Family.IPV4_UNICAST : Family.IPV6_UNICAST);
    }

    private RouteAttributes attributes(final Shape shape) {
        final boolean internal = session.internal();
        final List<PathAttribute> attributes = new ArrayList<>();
        attributes.add(Origin.IGP);
        attributes.add(internal ? AsPath.EMPTY : asPath(shape.policy));
        shape.policy.med().ifPresent(med -> attributes.add(new Med(med)));
        if (internal) {
            attributes.add(shape.policy.localPref().isPresent()
                ? new LocalPref(shape.policy.localPref().getAsLong()) : LocalPref.DEFAULT);
        }
        if (!shape.policy.communities().isEmpty()) {
            attributes.add(new Communities(List.copyOf(shape.policy.communities())));
        }
        final List<ExtendedCommunity> extended = linkBandwidth(shape);
        if (!extended.isEmpty()) {
            attributes.add(new ExtendedCommunities(extended));
        }
        attributes.add(largeCommunities(shape));
        if (!internal) {
            session.onlyToCustomer(attributes).ifPresent(attributes::add);
        }
        return new RouteAttributes(attributes, shape.nextHops);
    }

    /** Our AS, or the one that the policy puts in its place, as often as the policy wants it (RFC 4271 §5.1.2). */
    private AsPath asPath(final RoutePolicy effective) {
        return AsPath.sequence(Collections.nCopies(
            1 + effective.prepend().orElse(0), effective.asOverride().orElse(session.localAsn())));
    }

    /** Copies share the weight: a router that reads bandwidths finds the same sum. */
    private List<ExtendedCommunity> linkBandwidth(final Shape shape) {
        final List<ExtendedCommunity> extended = new ArrayList<>();
        final float bytesPerSecond = LinkBandwidth.ofWeight(shape.weight) / shape.copies;
        if (bandwidth.transitive()) {
            extended.add(ExtendedCommunity.linkBandwidth(session.localAsn(), bytesPerSecond, true));
        }
        if (bandwidth.nonTransitive()) {
            extended.add(ExtendedCommunity.linkBandwidth(session.localAsn(), bytesPerSecond, false));
        }
        return extended;
    }

    /** The weight's own first, then those of the policy. */
    private LargeCommunities largeCommunities(final Shape shape) {
        final List<LargeCommunity> large = new ArrayList<>();
        large.add(new LargeCommunity(session.localAsn(), WEIGHT_FUNCTION, shape.weight));
        shape.policy.largeCommunities().forEach(
            value -> large.add(new LargeCommunity(value.global(), value.local1(), value.local2())));
        return new LargeCommunities(large);
    }

    /** What makes the attributes of two announcements equal. */
    private record Shape(List<InetAddress> nextHops, int weight, int copies, RoutePolicy policy) {
    }
}
