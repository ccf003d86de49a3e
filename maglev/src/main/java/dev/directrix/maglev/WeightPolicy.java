package dev.directrix.maglev;

/**
 * Decides who takes the next slot: the weighted order of turns in which backends fill a table. Each turn takes the
 * first free slot of the backend's {@link Permutation}, so a backend's share is its share of the turns.
 */
public interface WeightPolicy {

    /**
     * Identity of the policy, part of the {@link TableDigest}.
     *
     * @return short stable text
     */
    String id();

    /**
     * Starts an endless sequence of turns.
     *
     * @param weights of all backends in table order (ascending by the bytes of their keys), each 0 or more
     * @param size the table's size
     * @return the turns from the first on
     */
    Turns turns(int[] weights, int size);

    /** A running sequence of turns; belongs to one build and one thread. */
    @FunctionalInterface
    interface Turns {

        /**
         * Writes the next turns.
         *
         * @param into receives indices into the weights, from index 0 on
         * @param limit how many are wanted, 1 to the array's length
         * @return how many were written, at most {@code limit}; 0 when no backend takes part
         */
        int next(int[] into, int limit);
    }
}
