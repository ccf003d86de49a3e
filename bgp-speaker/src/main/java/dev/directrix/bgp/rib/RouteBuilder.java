package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.LinkBandwidth;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Turns announcements into routes for one neighbour (RFC 4271 §9.1.3, §5). Pure.
 *
 * @param session   what its session makes of routes
 * @param bandwidth form in which weights are told
 */
public record RouteBuilder(SessionShape session, LinkBandwidthMode bandwidth) {

    /** First part of the large community that tells the weight to routers that read no link bandwidth. */
    public static final long WEIGHT_FUNCTION = 1;

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
                new Shape(nextHops, announcement.weight(), announcement.effectiveCommunities());
            routes.put(Nlri.of(announcement.prefix()), shared.computeIfAbsent(shape, this::attributes));
        }
        return new Built(routes, withoutNext);
    }

    private RouteAttributes attributes(final Shape shape) {
        final boolean internal = session.internal();
        final long localAsn = session.localAsn();
        final List<PathAttribute> attributes = new ArrayList<>();
        attributes.add(Origin.IGP);
        attributes.add(internal ? AsPath.EMPTY : AsPath.sequence(List.of(localAsn)));
        if (internal) {
            attributes.add(LocalPref.DEFAULT);
        }
        if (!shape.communities.isEmpty()) {
            attributes.add(new Communities(List.copyOf(shape.communities)));
        }
        final List<ExtendedCommunity> extended = new ArrayList<>();
        final float bytesPerSecond = LinkBandwidth.ofWeight(shape.weight);
        if (bandwidth.transitive()) {
            extended.add(ExtendedCommunity.linkBandwidth(localAsn, bytesPerSecond, true));
        }
        if (bandwidth.nonTransitive()) {
            extended.add(ExtendedCommunity.linkBandwidth(localAsn, bytesPerSecond, false));
        }
        if (!extended.isEmpty()) {
            attributes.add(new ExtendedCommunities(extended));
        }
        attributes.add(new LargeCommunities(List.of(new LargeCommunity(localAsn, WEIGHT_FUNCTION, shape.weight))));
        if (!internal) {
            session.onlyToCustomer(attributes).ifPresent(attributes::add);
        }
        return new RouteAttributes(attributes, shape.nextHops);
    }

    /** What makes the attributes of two announcements equal. */
    private record Shape(List<InetAddress> nextHops, int weight, SortedSet<Community> communities) {
    }
}
