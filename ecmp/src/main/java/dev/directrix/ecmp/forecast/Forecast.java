package dev.directrix.ecmp.forecast;

import dev.directrix.ecmp.hash.GroupEntry;
import dev.directrix.ecmp.hash.Moves;
import dev.directrix.ecmp.hash.Moves.Move;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a change of weights or next hops does to the flows of a router. All figures are parts of the flows, 0 to 1, and
 * exact for flows that are spread evenly over the hash space; with n flows a measurement strays by some
 * {@code sqrt(p (1 - p) / n)}. Flows that go from one next hop of a director to another one of it stay. Immutable.
 *
 * @param shares of each director, those before first, then those that are new
 * @param moved  flows that get another director
 * @param gone   of these, flows whose director is not in the group any more: they have to move
 * @param needed the fewest that any router could move to get these shares
 */
public record Forecast(List<Share> shares, double moved, double gone, double needed) {

    /** Freezes the list. */
    public Forecast {
        shares = List.copyOf(shares);
    }

    /**
     * A director's part of the flows.
     *
     * @param director its name
     * @param before   the change, 0 if it was not in the group
     * @param after    the change, 0 if it is not in the group any more
     */
    public record Share(String director, double before, double after) {
    }

    /** The least and the most of something that depends on the order of the next hops. */
    public record Range(double least, double most) {
    }

    /**
     * Of a change at one router.
     *
     * @param before its group, in the order that the router keeps; at least one
     * @param after  the same after the change
     */
    public static Forecast of(final RouterKind router, final List<GroupEntry> before, final List<GroupEntry> after) {
        final Map<String, String> directors = Stream.concat(before.stream(), after.stream())
            .collect(Collectors.toMap(GroupEntry::nextHop, GroupEntry::director, Forecast::same));
        final Moves moves = router.moves(before, after).renamed(directors::get);
        final Set<String> staying = directors(after);
        final Set<String> all = directors(before);
        all.addAll(staying);
        final List<Share> shares = all.stream().map(name -> new Share(name,
            part(moves, move -> move.from().equals(name)), part(moves, move -> move.to().equals(name)))).toList();
        return new Forecast(shares, part(moves, Move::changes),
            part(moves, move -> !staying.contains(move.from())),
            shares.stream().mapToDouble(share -> Math.max(0, share.before() - share.after())).sum());
    }

    /** Flows that move although their director stays in the group and could have kept them. */
    public double needless() {
        return Math.max(0, moved - needed);
    }

    /** Of the flows whose director stays in the group, the part that moves all the same. */
    public double movedOfStaying() {
        return gone < 1 ? (moved - gone) / (1 - gone) : 0;
    }

    /**
     * How many flows move, over all orders in which the router may have come to know its next hops. Where the change
     * also gives next hops a new place, all pairs of orders count.
     *
     * @param most next hops that are tried in every order, or two fewer in every pair of orders; with more of them only
     *             the order that is given counts
     */
    public static Range overOrders(
        final RouterKind router, final NextHopOrder order, final List<GroupEntry> before,
        final List<GroupEntry> after, final int most) {
        final Set<String> all = new LinkedHashSet<>(names(before).toList());
        names(after).forEach(all::add);
        final boolean lost = order.isLostBy(before, after);
        final List<List<String>> orders =
            all.size() <= (lost ? most - 2 : most) ? orders(List.copyOf(all)) : List.of(List.copyOf(all));
        double least = 1;
        double greatest = 0;
        for (final List<String> first : orders) {
            for (final List<String> then : lost ? orders : List.of(first)) {
                final double moved = of(router, order.arranged(sorted(before, first)),
                    order.arranged(sorted(after, then))).moved();
                least = Math.min(least, moved);
                greatest = Math.max(greatest, moved);
            }
        }
        return new Range(least, greatest);
    }

    /** As {@link #of(RouterKind, List, List)}, with next hops that the router has come to know in the order given. */
    public static Forecast of(
        final RouterKind router, final NextHopOrder order, final List<GroupEntry> before,
        final List<GroupEntry> after) {
        return of(router, order.arranged(before), order.arranged(after));
    }

    private static double part(final Moves moves, final Predicate<Move> which) {
        return moves.moves().stream().filter(which).mapToDouble(Move::part).sum();
    }

    private static Set<String> directors(final List<GroupEntry> entries) {
        return entries.stream().map(GroupEntry::director).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String same(final String director, final String other) {
        if (!director.equals(other)) {
            throw new IllegalArgumentException("a next hop leads to " + director + " before, to " + other + " after");
        }
        return director;
    }

    private static Stream<String> names(final List<GroupEntry> entries) {
        return entries.stream().map(GroupEntry::nextHop);
    }

    private static List<GroupEntry> sorted(final List<GroupEntry> entries, final List<String> order) {
        return order.stream().flatMap(name -> entries.stream().filter(entry -> entry.nextHop().equals(name))).toList();
    }

    private static List<List<String>> orders(final List<String> names) {
        if (names.size() < 2) {
            return List.of(names);
        }
        final List<List<String>> orders = new ArrayList<>();
        for (final String first : names) {
            final List<String> rest = names.stream().filter(name -> !name.equals(first)).toList();
            for (final List<String> order : orders(rest)) {
                orders.add(Stream.concat(Stream.of(first), order.stream()).toList());
            }
        }
        return orders;
    }
}
