package dev.directrix.ecmp.wcmp;

import dev.directrix.ecmp.Announcement;
import java.util.List;

/**
 * The weight that one path of a director stands for, where routers count paths and read no weights. A director of
 * weight w has as many paths as this fits into w whole, one at least: with the same value on all directors each finds
 * its number by itself, without asking the others. Numbers found so are those of the method of highest averages that
 * {@link WeightReduction} goes by; but this is a whole number, so not every reduction can be had. Immutable.
 *
 * @param weight 1 to {@link Announcement#MAX_WEIGHT}
 */
public record WeightPerPath(int weight) {

    /** Checks the weight. */
    public WeightPerPath {
        if (weight < 1 || weight > Announcement.MAX_WEIGHT) {
            throw new IllegalArgumentException(
                "weight " + weight + " of a path is not within 1.." + Announcement.MAX_WEIGHT);
        }
    }

    /** Paths of a director of this weight. */
    public int paths(final int directorsWeight) {
        return Math.max(1, directorsWeight / weight);
    }

    /** Paths of directors of these weights, and how far their shares are from what the weights ask for. */
    public Reduction reduction(final List<Integer> weights) {
        final List<Integer> paths = weights.stream().map(this::paths).toList();
        final double sum = weights.stream().mapToLong(Integer::longValue).sum();
        final long all = paths.stream().mapToLong(Integer::longValue).sum();
        double worst = 0;
        for (int i = 0; i < paths.size(); i++) {
            worst = Math.max(worst, paths.get(i) * sum / ((double) weights.get(i) * all));
        }
        return new Reduction(paths, worst);
    }

    /**
     * The value that needs the fewest paths within a bound of oversubscription, or where none is, the fairest one.
     *
     * @param weights  of the directors, 1 to {@link Announcement#MAX_WEIGHT} each; at least one
     * @param bound    oversubscription, 1 (exact) or more
     * @param maxPaths of all directors, at least as many as there are directors
     * @param maxOfOne the most paths of one director, 1 or more
     */
    public static WeightPerPath within(
        final List<Integer> weights, final double bound, final int maxPaths, final int maxOfOne) {
        final int largest = weights.stream().mapToInt(Integer::intValue).max()
            .orElseThrow(() -> new IllegalArgumentException("no weights"));
        if (maxPaths < weights.size()) {
            throw new IllegalArgumentException(maxPaths + " paths are too few for " + weights.size() + " directors");
        }
        WeightPerPath best = new WeightPerPath(largest);
        double least = Double.MAX_VALUE;
        for (int weight = largest; weight >= 1 && largest / weight <= maxOfOne; weight--) {
            final WeightPerPath next = new WeightPerPath(weight);
            final Reduction reduction = next.reduction(weights);
            if (reduction.entries() > maxPaths) {
                break; // A smaller one needs no fewer.
            }
            if (reduction.oversubscription() < least) {
                best = next;
                least = reduction.oversubscription();
            }
            if (least <= bound) {
                return best;
            }
        }
        return best;
    }
}
