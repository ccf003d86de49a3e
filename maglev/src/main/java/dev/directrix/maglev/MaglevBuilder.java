package dev.directrix.maglev;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Builds tables by the algorithm of "Maglev: A Fast and Reliable Software Network Load Balancer" (Eisenbud et al.,
 * NSDI 2016, section 3.4). A pure function of its arguments, and independent of the order of the backends.
 */
public final class MaglevBuilder {

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
        return build(backends, size, new SipPermutationHash(seed), new SpreadPolicy());
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
        final byte[][] keys = new byte[given.size()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = given.get(i).key().getBytes(StandardCharsets.UTF_8);
        }
        final int[] order = KeyOrder.of(keys);
        final int[] weights = new int[order.length];
        final int[] offsets = new int[order.length];
        final int[] skips = new int[order.length];
        for (int rank = 0; rank < order.length; rank++) {
            final byte[] key = keys[order[rank]];
            if (rank > 0 && Arrays.equals(key, keys[order[rank - 1]])) {
                throw new IllegalArgumentException("two backends have the key " + given.get(order[rank]).key()
                        + ": every backend needs its own");
            }
            weights[rank] = given.get(order[rank]).weight();
            final Permutation permutation = hash.permutation(key, size).within(size);
            offsets[rank] = permutation.offset();
            skips[rank] = permutation.skip();
        }
        final int[] slots = new SlotFill(size, offsets, skips, order).fill(policy.turns(weights, size));
        return new MaglevTable(size, given, order, slots, hash.id(), policy.id());
    }
}
