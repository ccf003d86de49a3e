package dev.directrix.ecmp.receiver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a router made of the paths to a VIP. Immutable.
 *
 * @param nextHops   those that share the traffic, in the order of the paths; empty if there is no path
 * @param leftOut    what takes no part, in the order of the paths
 * @param weighted   whether the weights come from what the paths say; false: all next hops are alike
 * @param unweighted directors in the set whose path says no weight that this router reads
 */
public record EcmpSet(List<NextHop> nextHops, List<LeftOut> leftOut, boolean weighted, List<String> unweighted) {

    /** Freezes the lists. */
    public EcmpSet {
        nextHops = List.copyOf(nextHops);
        leftOut = List.copyOf(leftOut);
        unweighted = List.copyOf(unweighted);
    }

    /** The part of the traffic that a director gets, over all its next hops, 0 to 1. */
    public double shareOf(final String director) {
        return shares().getOrDefault(director, 0.0);
    }

    /** Director to the part of the traffic that it gets, those in the set only, in their order. */
    public Map<String, Double> shares() {
        final Map<String, Double> shares = new LinkedHashMap<>();
        nextHops.forEach(nextHop -> shares.merge(nextHop.director(), nextHop.share(), Double::sum));
        return shares;
    }

    /** A director's weight in the kernel or hardware, over all its next hops; 0 if it is not in the set. */
    public long weightOf(final String director) {
        return nextHops.stream().filter(nextHop -> nextHop.director().equals(director))
            .mapToLong(NextHop::weight).sum();
    }

    /** Next hops of these directors with these weights, and the share that each weight gives. */
    static List<NextHop> nextHops(final List<String> directors, final Collection<Long> weights) {
        final long sum = weights.stream().mapToLong(Long::longValue).sum();
        final List<NextHop> nextHops = new ArrayList<>();
        int i = 0;
        for (final long weight : weights) {
            nextHops.add(new NextHop(directors.get(i++), Math.toIntExact(weight), (double) weight / sum));
        }
        return nextHops;
    }
}
