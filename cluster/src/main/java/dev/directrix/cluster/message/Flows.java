package dev.directrix.cluster.message;

import java.util.Arrays;

/**
 * Some flows with their servers. The arrays belong to the message: nobody changes them once it is made.
 *
 * @param hashes  of the flows
 * @param pools   by flow, the number of its pool
 * @param servers by flow, the number of its server
 */
@SuppressWarnings("ArrayRecordComponent")
public record Flows(long[] hashes, int[] pools, int[] servers) {
    /** No flows. */
    public static final Flows NONE = new Flows(new long[0], new int[0], new int[0]);

    /** Checks the lengths. */
    public Flows {
        if (pools.length != hashes.length || servers.length != hashes.length) {
            throw new IllegalArgumentException("lengths differ");
        }
    }

    /** How many. */
    public int count() {
        return hashes.length;
    }

    /** Those from one to before another. */
    public Flows part(final int from, final int to) {
        return new Flows(Arrays.copyOfRange(hashes, from, to), Arrays.copyOfRange(pools, from, to),
                Arrays.copyOfRange(servers, from, to));
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Flows flows && Arrays.equals(hashes, flows.hashes)
                && Arrays.equals(pools, flows.pools) && Arrays.equals(servers, flows.servers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }

    @Override
    public String toString() {
        return count() + " flows";
    }
}
