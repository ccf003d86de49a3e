package dev.directrix.cluster.member;

/**
 * A server that takes part in a table. Immutable.
 *
 * @param server its number, see {@link Registry}
 * @param weight 1 or more
 */
public record Share(int server, int weight) {
    /** Checks the weight. */
    public Share {
        if (weight < 1) {
            throw new IllegalArgumentException("server " + server + " takes part with weight " + weight);
        }
    }
}
