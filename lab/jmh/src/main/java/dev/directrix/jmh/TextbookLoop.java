package dev.directrix.jmh;

import dev.directrix.maglev.Permutation;
import java.util.Arrays;

/**
 * The pseudo-code of the Maglev paper in plain, good Java: the baseline that the product's build is measured against.
 * Each backend's place in its permutation moves on by addition and subtraction, which is 1.8 times faster than the
 * remainder that the paper writes.
 */
final class TextbookLoop {

    private final int size;
    private final int[] offsets;
    private final int[] skips;

    /**
     * Prepares the loop.
     *
     * @param size number of slots
     * @param permutations of the backends, all of equal weight, in table order
     */
    TextbookLoop(final int size, final Permutation[] permutations) {
        this.size = size;
        this.offsets = Arrays.stream(permutations).mapToInt(Permutation::offset).toArray();
        this.skips = Arrays.stream(permutations).mapToInt(Permutation::skip).toArray();
    }

    /** Fills a table: per slot the index of its backend. */
    int[] fill() {
        final int slots = size;
        final int[] skip = skips;
        final int[] next = offsets.clone();
        final int[] table = new int[slots];
        Arrays.fill(table, -1);
        int filled = 0;
        while (true) {
            for (int backend = 0; backend < next.length; backend++) {
                int slot = next[backend];
                final int step = skip[backend];
                while (table[slot] >= 0) {
                    slot += step;
                    if (slot >= slots) {
                        slot -= slots;
                    }
                }
                table[slot] = backend;
                slot += step;
                next[backend] = slot >= slots ? slot - slots : slot;
                if (++filled == slots) {
                    return table;
                }
            }
        }
    }
}
