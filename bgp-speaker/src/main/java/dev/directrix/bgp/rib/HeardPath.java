package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsPathSegment;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.OriginatorId;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Community;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A path to one of our prefixes as a router tells it, as far as it decides about ECMP. Immutable, of bounded size.
 *
 * @param nlri             the prefix, and which path of it
 * @param nextHop          where it leads; empty: not said
 * @param originator       who brought it into the router's AS (RFC 4456); empty: not said
 * @param origin           ORIGIN
 * @param asns             AS numbers of the path, nearest first, the first {@link #MOST_ASNS} of them
 * @param asPathLength     its length as routers compare it: a set counts one, a confederation nothing
 * @param med              MULTI_EXIT_DISC
 * @param localPref        LOCAL_PREF
 * @param transitive       link bandwidth in its transitive form, bytes per second
 * @param nonTransitive    the same in its non-transitive form
 * @param weight           the weight that a large community tells
 * @param hasCommunities   whether there is any extended or large community
 * @param gracefulShutdown whether it carries GRACEFUL_SHUTDOWN (RFC 8326)
 */
public record HeardPath(
    Nlri nlri, Optional<InetAddress> nextHop, Optional<Inet4Address> originator, Origin.Value origin,
    List<Long> asns, int asPathLength, OptionalLong med, OptionalLong localPref, Optional<Float> transitive,
    Optional<Float> nonTransitive, OptionalInt weight, boolean hasCommunities, boolean gracefulShutdown) {

    /** The most AS numbers that are kept of a path. */
    public static final int MOST_ASNS = 32;

    private static final long MAX_WEIGHT = 0xffff;

    /** Freezes the list. */
    public HeardPath {
        asns = List.copyOf(asns);
    }

    /** What an UPDATE says of all the prefixes that it announces, with one of them. */
    static HeardPath of(final Update update, final Nlri nlri) {
        final List<AsPathSegment> segments =
            update.attribute(AsPath.class).map(AsPath::segments).orElse(List.of());
        final List<Long> asns = segments.stream().flatMap(segment -> segment.asns().stream()).limit(MOST_ASNS).toList();
        final List<ExtendedCommunity> extended =
            update.attribute(ExtendedCommunities.class).map(ExtendedCommunities::values).orElse(List.of());
        final List<LargeCommunity> large =
            update.attribute(LargeCommunities.class).map(LargeCommunities::values).orElse(List.of());
        return new HeardPath(nlri, nextHop(update),
            update.attribute(OriginatorId.class).map(OriginatorId::routerId),
            update.attribute(Origin.class).map(Origin::value).orElse(Origin.Value.INCOMPLETE), asns,
            segments.stream().mapToInt(HeardPath::length).sum(),
            update.attribute(Med.class).map(it -> OptionalLong.of(it.value())).orElse(OptionalLong.empty()),
            update.attribute(LocalPref.class).map(it -> OptionalLong.of(it.value())).orElse(OptionalLong.empty()),
            bandwidth(extended, true), bandwidth(extended, false), weight(large, asns),
            !extended.isEmpty() || !large.isEmpty(),
            update.attribute(Communities.class).filter(it -> it.values().contains(Community.GRACEFUL_SHUTDOWN))
                .isPresent());
    }

    /** The same without the nearest AS number: whoever tells the path has put it there. */
    public HeardPath withoutFirstAsn() {
        return asns.isEmpty() ? this : new HeardPath(nlri, nextHop, originator, origin, asns.subList(1, asns.size()),
            asPathLength - 1, med, localPref, transitive, nonTransitive, weight, hasCommunities, gracefulShutdown);
    }

    private static Optional<InetAddress> nextHop(final Update update) {
        final Optional<InetAddress> plain = update.nlri().isEmpty() ? Optional.empty()
            : update.attribute(NextHop.class).map(NextHop::address);
        return plain.or(() -> update.attribute(MpReach.class).flatMap(reach -> reach.nextHops().stream().findFirst()));
    }

    private static int length(final AsPathSegment segment) {
        return switch (segment.type()) {
            case AS_SEQUENCE -> segment.asns().size();
            case AS_SET -> 1;
            default -> 0;
        };
    }

    private static Optional<Float> bandwidth(final List<ExtendedCommunity> all, final boolean transitive) {
        return all.stream().filter(it -> it.isLinkBandwidth() && it.isTransitive() == transitive)
            .map(ExtendedCommunity::bytesPerSecond).filter(it -> Float.isFinite(it) && it >= 0).findFirst();
    }

    /** {@code ASN:1:WEIGHT}, where the AS is one of the path's, or nobody else tells anything. */
    private static OptionalInt weight(final List<LargeCommunity> all, final List<Long> asns) {
        return all.stream().filter(it -> it.local1() == RouteBuilder.WEIGHT_FUNCTION && it.local2() <= MAX_WEIGHT
            && (asns.isEmpty() || asns.contains(it.global()) || all.size() == 1))
            .mapToInt(it -> (int) it.local2()).findFirst();
    }
}
