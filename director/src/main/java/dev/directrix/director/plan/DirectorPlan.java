package dev.directrix.director.plan;

import dev.directrix.ecmp.forecast.Forecast;
import dev.directrix.ecmp.forecast.NextHopOrder;
import dev.directrix.ecmp.forecast.RouterKind;
import dev.directrix.ecmp.hash.GroupEntry;
import dev.directrix.ecmp.hash.ResilientGroup.Busy;
import dev.directrix.ecmp.receiver.MultipathRules;
import dev.directrix.ecmp.receiver.Path;
import dev.directrix.ecmp.receiver.Receiver;
import dev.directrix.ecmp.receiver.ReplicatingAsic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The routers' side of a plan: which directors share the traffic before and after, with which weights in the router,
 * and what moves. Immutable.
 *
 * @param receiver what turns announced weights into the router's
 * @param before   each director with what it announces, in the order in which the router came to know them
 * @param after    the same after the change; directors that come are the last
 * @param copies   how many paths each of them announces
 */
public record DirectorPlan(
    Receiver receiver, SequencedMap<String, Integer> before, SequencedMap<String, Integer> after, PathCopies copies) {

    /** With more directors than these, other orders of next hops are not looked at. */
    private static final int ORDERED = 6;
    /** Of a chip that copies next hops, where the plan is not for one. */
    private static final int ENTRIES = 256;
    private static final int ASN = 65_000;

    /** Freezes the maps. */
    public DirectorPlan {
        before = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(before));
        after = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(after));
    }

    /**
     * Applies the changes of directors among these.
     *
     * @param directors as they are, in the order in which the router came to know them
     * @param copies    how many paths each of them announces
     * @throws PlanException if a director is unknown, or there already, or none is left
     */
    public static DirectorPlan of(
        final Receiver receiver, final SequencedMap<String, Integer> directors, final PathCopies copies,
        final List<Change> changes) {
        final SequencedMap<String, Integer> after = new LinkedHashMap<>(directors);
        for (final Change change : changes) {
            if (change instanceof final Change.OfDirectors it) {
                apply(it, after);
            }
        }
        if (after.isEmpty()) {
            throw new PlanException("no director would be left: say which others there are with --director NAME=W");
        }
        return new DirectorPlan(receiver, directors, after, copies);
    }

    private static void apply(final Change.OfDirectors change, final Map<String, Integer> directors) {
        final boolean known = directors.containsKey(change.name());
        final boolean comes = change instanceof Change.AddDirector;
        if (known == comes) {
            throw new PlanException(known
                ? "director " + change.name() + " is there already: plan a 'director weight'"
                : "there is no director " + change.name() + "; there are " + String.join(", ", directors.keySet())
                    + "; say which others there are with --director NAME=W");
        }
        switch (change) {
            case Change.AddDirector it -> directors.put(it.name(), it.weight());
            case Change.RemoveDirector it -> directors.remove(it.name());
            case Change.WeighDirector it -> directors.put(it.name(), it.weight());
        }
    }

    /** Whether anything happens at the routers. */
    public boolean changes() {
        return !before.equals(after);
    }

    /**
     * What moves, by how the router picks next hops, its own way first.
     *
     * @param buckets of resilient groups
     */
    public List<RouterForecast> forecasts(final int buckets) {
        final boolean chip = receiver instanceof ReplicatingAsic;
        final Receiver asic = chip ? receiver : new ReplicatingAsic(MultipathRules.upTo(ENTRIES), ENTRIES, true);
        final List<RouterForecast> forecasts = new ArrayList<>(List.of(
            forecast("hash-threshold", new RouterKind.HashThreshold(), receiver),
            forecast("resilient, flows busy", new RouterKind.Resilient(buckets, Busy.ALL), receiver),
            forecast("resilient, flows idle", new RouterKind.Resilient(buckets, Busy.NONE), receiver)));
        forecasts.add(chip ? 0 : forecasts.size(), forecast("copies, modulo", new RouterKind.Replicated(), asic));
        return forecasts;
    }

    /** The next hops in the router before, each with its weight. */
    public List<GroupEntry> routerWeights() {
        return entries(receiver, before);
    }

    /** The next hops in the router after: those that were there before in their order, then those that come. */
    public List<GroupEntry> routerWeightsAfter() {
        return after(receiver, routerWeights());
    }

    private RouterForecast forecast(final String name, final RouterKind router, final Receiver weights) {
        final List<GroupEntry> now = entries(weights, before);
        final List<GroupEntry> then = after(weights, now);
        final NextHopOrder order = NextHopOrder.of(weights);
        return new RouterForecast(name, Forecast.of(router, order, now, then),
            Forecast.overOrders(router, order, now, then, ORDERED));
    }

    private List<GroupEntry> after(final Receiver weights, final List<GroupEntry> now) {
        final List<String> known = now.stream().map(GroupEntry::nextHop).toList();
        return entries(weights, after).stream().sorted(Comparator.comparingInt(entry ->
            known.contains(entry.nextHop()) ? known.indexOf(entry.nextHop()) : known.size())).toList();
    }

    private List<GroupEntry> entries(final Receiver weights, final Map<String, Integer> directors) {
        final List<Path> paths = new ArrayList<>();
        directors.forEach((name, weight) -> paths.add(copies.of(Path.of(name, ASN, weight), weight)));
        final Map<String, Integer> counts = new HashMap<>();
        return weights.receive(paths).nextHops().stream().map(nextHop -> {
            final int count = counts.merge(nextHop.director(), 1, Integer::sum);
            return new GroupEntry(count == 1 ? nextHop.director() : nextHop.director() + " " + count,
                nextHop.director(), nextHop.weight());
        }).toList();
    }
}
