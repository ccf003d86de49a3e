package dev.directrix.ecmp.wcmp;

import java.util.List;

/**
 * Reduces weights to small integers. What is small is measured in table entries (the sum of the integers), what is
 * lost in oversubscription: the largest, over the members i, of {@code (w'_i / N) / (w_i / W)}, with w the weights, W
 * their sum, w' the integers, N theirs. The definition is that of J. Zhou et al., "WCMP: Weighted Cost Multipathing for
 * Improved Fairness in Data Centers", EuroSys 2014; the way to the answer is our own, and exact.
 *
 * <p>For a given N the least oversubscription is found by {@link Apportionment}. So the first N whose least
 * oversubscription is within the bound has the fewest entries of all, and the best of all N up to a number of entries
 * is the fairest within that number. As each member has one entry or more, no N below {@code W / (bound * smallest w)}
 * can be within the bound, and every N from {@code members / (bound - 1)} on that is not below it is: the search is
 * short. Stateless.
 */
public final class WeightReduction {

    /** Bounds are kept to six decimals. */
    private static final long DECIMALS = 1_000_000;
    private static final double MAX_BOUND = 1000;

    private WeightReduction() {
    }

    /**
     * The integers with the fewest entries whose oversubscription is within a bound.
     *
     * @param weights 1 or more each, their sum up to 2147483647; at least one
     * @param bound   1 (exact) to 1000; counted in millionths, rounded down
     */
    public static Reduction withinOversubscription(final List<Integer> weights, final double bound) {
        return within(weights, bound, Integer.MAX_VALUE);
    }

    /**
     * The integers with the least oversubscription within a number of entries, and the fewest entries among those.
     *
     * @param weights    1 or more each, their sum up to 2147483647; at least one
     * @param maxEntries at least as many as there are weights
     */
    public static Reduction withinEntries(final List<Integer> weights, final int maxEntries) {
        return fairest(new Apportionment(weights), maxEntries);
    }

    /**
     * The integers with the fewest entries whose oversubscription is within a bound, or where that takes more entries
     * than there are, the fairest within those.
     *
     * @param weights    1 or more each, their sum up to 2147483647; at least one
     * @param bound      1 (exact) to 1000; counted in millionths, rounded down
     * @param maxEntries at least as many as there are weights
     */
    public static Reduction within(final List<Integer> weights, final double bound, final int maxEntries) {
        if (!(bound >= 1 && bound <= MAX_BOUND)) {
            throw new IllegalArgumentException("oversubscription of " + bound + " is not within 1..1000");
        }
        final long millionths = (long) Math.floor(bound * DECIMALS + 1e-6);
        final Apportionment apportionment = new Apportionment(weights);
        final long first = millionths == DECIMALS ? apportionment.exactEntries()
            : Math.max(weights.size(), apportionment.leastEntries(millionths, DECIMALS));
        if (first <= maxEntries) {
            apportionment.startAt(first);
            while (!apportionment.isWithin(millionths, DECIMALS) && apportionment.entries() < maxEntries) {
                apportionment.addEntry();
            }
            if (apportionment.isWithin(millionths, DECIMALS)) {
                return apportionment.reduction();
            }
        }
        return fairest(apportionment, maxEntries);
    }

    private static Reduction fairest(final Apportionment apportionment, final int maxEntries) {
        apportionment.startAt(apportionment.members());
        if (maxEntries < apportionment.members()) {
            throw new IllegalArgumentException(
                maxEntries + " entries are too few for " + apportionment.members() + " members");
        }
        long best = apportionment.entries();
        final Apportionment.Excess least = apportionment.excess();
        // Beyond the sum of the weights as they are, divided by what they have in common, nothing can be better.
        final long last = Math.min(maxEntries, apportionment.exactEntries());
        while (apportionment.entries() < last) {
            apportionment.addEntry();
            if (apportionment.isBetterThan(least)) {
                apportionment.copyTo(least);
                best = apportionment.entries();
            }
        }
        apportionment.startAt(best);
        return apportionment.reduction();
    }
}
