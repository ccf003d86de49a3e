package dev.directrix.ecmp.receiver;

/**
 * How a router is configured to choose the paths that share the traffic. Immutable.
 *
 * @param maximumPaths     the most next hops: FRR's {@code maximum-paths}, BIRD's {@code merge paths on limit}
 * @param relaxAsPath      whether paths of different neighbour ASes may share: FRR's
 *                         {@code bgp bestpath as-path multipath-relax}; BIRD always does
 * @param alwaysCompareMed whether MED counts between different neighbour ASes too: FRR's
 *                         {@code bgp always-compare-med}, BIRD's {@code med metric}
 */
public record MultipathRules(int maximumPaths, boolean relaxAsPath, boolean alwaysCompareMed) {

    /** Checks the number of paths. */
    public MultipathRules {
        if (maximumPaths < 1) {
            throw new IllegalArgumentException("at most " + maximumPaths + " paths");
        }
    }

    /** Relaxed AS paths, MED within one neighbour AS, and a number of paths. */
    public static MultipathRules upTo(final int maximumPaths) {
        return new MultipathRules(maximumPaths, true, false);
    }
}
