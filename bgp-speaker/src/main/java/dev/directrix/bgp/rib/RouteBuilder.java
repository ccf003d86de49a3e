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

/**
 * Turns announcements into routes for one neighbour (RFC 4271 §9.1.3, §5). Pure.
 *
 * @param session   what its session makes of routes
 * @param bandwidth form in which weights are told
 * @param policy    what is added to every route of this neighbour, on top of the announcement's own policy
 */
public record RouteBuilder(SessionShape session, LinkBandwidthMode bandwidth, RoutePolicy policy) {

    /** First part of the large community that tells the weight to routers that read no link bandwidth. */
    public static final long WEIGHT_FUNCTION = 1;

    /** Without a policy of the neighbour. */
    public RouteBuilder(final SessionShape session, final LinkBandwidthMode bandwidth) {
        this(session, bandwidth, RoutePolicy.NONE);
    }

    /**
     * Routes of a neighbour.
     *
     * @param routes      by prefix, without path identifiers, in the order of the announcements
     * @param withoutNext prefixes that have no next hop of their IP version and cannot be announced
     */
    public record Built(Map<Nlri, RouteAttributes> routes, List<Prefix> withoutNext) {
    }

    /** The routes for these announcements; of two for one prefix the later one counts. */
    public Built build(final Collection<Announcement> announcements) {
        final Map<Nlri, RouteAttributes> routes = new LinkedHashMap<>();
        final List<Prefix> withoutNext = new ArrayList<>();
        final Map<Shape, RouteAttributes> shared = new HashMap<>();
        for (final Announcement announcement : announcements) {
            final boolean ipv4 = announcement.prefix().isIpv4();
            final List<InetAddress> nextHops =
                session.nextHops(announcement.nextHop().map(List::of).orElse(List.of()), ipv4);
            if (nextHops.isEmpty()) {
                withoutNext.add(announcement.prefix());
                continue;
            }
            final Shape shape =
                new Shape(nextHops, announcement.weight(), policy.over(announcement.effectivePolicy()));
            routes.put(Nlri.of(announcement.prefix()), shared.computeIfAbsent(shape, this::attributes));
        }
        return new Built(routes, withoutNext);
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
        final List<ExtendedCommunity> extended = linkBandwidth(shape.weight);
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

    private List<ExtendedCommunity> linkBandwidth(final int weight) {
        final List<ExtendedCommunity> extended = new ArrayList<>();
        final float bytesPerSecond = LinkBandwidth.ofWeight(weight);
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
    private record Shape(List<InetAddress> nextHops, int weight, RoutePolicy policy) {
    }
}
