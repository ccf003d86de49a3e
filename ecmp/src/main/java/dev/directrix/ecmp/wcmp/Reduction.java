package dev.directrix.ecmp.wcmp;

import java.util.List;

/**
 * Small integers that stand for weights. Immutable.
 *
 * @param weights          one for each weight, in their order, 1 or more
 * @param oversubscription the largest ratio, over the members, of the share that the small integers give to the share
 *                         that the weights ask for; 1 is exact
 */
public record Reduction(List<Integer> weights, double oversubscription) {

    /** Freezes the weights. */
    public Reduction {
        weights = List.copyOf(weights);
    }

    /** Table entries that it takes: the sum of the small integers. */
    public int entries() {
        return weights.stream().mapToInt(Integer::intValue).sum();
    }
}
