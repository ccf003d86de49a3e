package dev.directrix.maglev;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Builds tables by the algorithm of "Maglev: A Fast and Reliable Software Network Load Balancer" (Eisenbud et al.,
 * NSDI 2016, section 3.4). A pure function of its arguments, and independent of the order of the backends.
 */
public final class MaglevBuilder {

    private static final int TURNS_AT_ONCE = 1024;

    private MaglevBuilder() {
    }

    /**
     * Builds a table with the default permutation and weight policy.
     *
     * @param backends any number with distinct keys; the table's indices refer to this order
     * @param size number of slots, see {@link TableSize}
     * @param seed the secret that all directors share
     * @return the table, empty when no backend has a weight
     */
    public static MaglevTable build(final List<Backend> backends, final int size, final Seed seed) {
        return build(backends, size, new SipPermutationHash(seed), new RoundsPolicy());
    }

    /**
     * Builds a table. With fewer slots than backends, those whose turns come first get one slot each.
     *
     * @param backends any number with distinct keys; the table's indices refer to this order
     * @param size number of slots, see {@link TableSize}
     * @param hash gives each backend its permutation
     * @param policy decides who takes the next slot
     * @return the table, empty when the policy lets no backend take part
     * @throws IllegalArgumentException when the size is not valid or two backends have the same key
     */
    public static MaglevTable build(final List<Backend> backends, final int size, final PermutationHash hash,
            final WeightPolicy policy) {
        TableSize.require(size);
        final List<Backend> given = List.copyOf(backends);
        final byte[][] keys = given.stream().map(b -> b.key().getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        final Integer[] sorted = new Integer[keys.length];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, Comparator.comparing(i -> keys[i], Arrays::compareUnsigned));
        final int[] order = Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
        final int[] weights = new int[order.length];
        final Permutation[] permutations = new Permutation[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            final byte[] key = keys[order[rank]];
            if (rank > 0 && Arrays.equals(key, keys[order[rank - 1]])) {
                throw new IllegalArgumentException("two backends have the key " + given.get(order[rank]).key());
            }
            weights[rank] = given.get(order[rank]).weight();
            permutations[rank] = hash.permutation(key, size);
        }
        final int[] ranks = fill(permutations, policy.turns(weights, size), size);
        return new MaglevTable(size, given, order, ranks, hash.id(), policy.id());
    }

    private static int[] fill(final Permutation[] permutations, final WeightPolicy.Turns turns, final int size) {
        final int[] turn = new int[TURNS_AT_ONCE];
        final int[] next = new int[permutations.length];
        Arrays.setAll(next, i -> permutations[i].offset());
        final int[] table = new int[size];
        Arrays.fill(table, -1);
        int filled = 0;
        while (filled < size) {
            final int count = turns.next(turn, Math.min(TURNS_AT_ONCE, size - filled));
            if (count == 0) {
                return new int[0];
            }
            for (int i = 0; i < count; i++) {
                final int rank = turn[i];
                int slot = next[rank];
                while (table[slot] >= 0) {
                    slot = step(slot, permutations[rank].skip(), size);
                }
                table[slot] = rank;
                next[rank] = step(slot, permutations[rank].skip(), size);
            }
            filled += count;
        }
        return table;
    }

    private static int step(final int slot, final int skip, final int size) {
        final int sum = slot + skip;
        return sum >= size ? sum - size : sum;
    }
}
