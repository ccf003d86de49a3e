package dev.directrix.ecmp;

import java.util.Collections;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an operator adds to routes, of a VIP or towards a neighbour. Immutable.
 *
 * @param communities      standard communities (RFC 1997), sorted
 * @param largeCommunities large communities (RFC 8092), sorted
 * @param med              MULTI_EXIT_DISC, 0 to 4294967295; empty: none is sent
 * @param prepend          how often our AS number stands in AS_PATH beyond the first time, 0 to {@link #MAX_PREPEND};
 *                         not inside the AS
 * @param localPref        LOCAL_PREF inside the AS, 0 to 4294967295; empty: 100
 * @param asOverride       the AS number that stands in AS_PATH in place of ours, 1 to 4294967295; not inside the AS
 */
public record RoutePolicy(
    SortedSet<Community> communities, SortedSet<LargeCommunity> largeCommunities, OptionalLong med,
    OptionalInt prepend, OptionalLong localPref, OptionalLong asOverride) {

    /** The most that a path is made longer. */
    public static final int MAX_PREPEND = 50;
    /** Adds nothing. */
    public static final RoutePolicy NONE = new RoutePolicy(new TreeSet<>(), new TreeSet<>(), OptionalLong.empty(),
        OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());

    private static final long MAX = 0xffff_ffffL;

    /** Checks the numbers and freezes the sets. */
    public RoutePolicy {
        communities = Collections.unmodifiableSortedSet(new TreeSet<>(communities));
        largeCommunities = Collections.unmodifiableSortedSet(new TreeSet<>(largeCommunities));
        Objects.requireNonNull(prepend, "prepend");
        med.ifPresent(value -> require(value, 0, "MED"));
        localPref.ifPresent(value -> require(value, 0, "local preference"));
        asOverride.ifPresent(value -> require(value, 1, "AS number"));
        if (prepend.isPresent() && (prepend.getAsInt() < 0 || prepend.getAsInt() > MAX_PREPEND)) {
            throw new IllegalArgumentException(
                "prepend " + prepend.getAsInt() + " is not within 0.." + MAX_PREPEND);
        }
    }

    /** One of communities only. */
    public static RoutePolicy of(final SortedSet<Community> communities) {
        return NONE.withCommunities(communities);
    }

    /** The same with other standard communities. */
    public RoutePolicy withCommunities(final SortedSet<Community> newCommunities) {
        return new RoutePolicy(newCommunities, largeCommunities, med, prepend, localPref, asOverride);
    }

    /**
     * This policy, of a neighbour, on top of another one, of a VIP: communities of both, and of each other value this
     * one where it is set.
     */
    public RoutePolicy over(final RoutePolicy beneath) {
        if (beneath.equals(NONE)) {
            return this;
        }
        if (equals(NONE)) {
            return beneath;
        }
        final SortedSet<Community> all = new TreeSet<>(beneath.communities);
        all.addAll(communities);
        final SortedSet<LargeCommunity> allLarge = new TreeSet<>(beneath.largeCommunities);
        allLarge.addAll(largeCommunities);
        return new RoutePolicy(all, allLarge,
            med.isPresent() ? med : beneath.med,
            prepend.isPresent() ? prepend : beneath.prepend,
            localPref.isPresent() ? localPref : beneath.localPref,
            asOverride.isPresent() ? asOverride : beneath.asOverride);
    }

    private static void require(final long value, final long min, final String what) {
        if (value < min || value > MAX) {
            throw new IllegalArgumentException(what + " " + value + " is not within " + min + ".." + MAX);
        }
    }
}
