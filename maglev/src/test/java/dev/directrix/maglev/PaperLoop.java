package dev.directrix.maglev;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The definition in its plainest form: what every other way of filling a table must equal. */
final class PaperLoop {

    private PaperLoop() {
    }

    /** Per slot the key of its backend, or the empty text. */
    static List<String> keys(final List<Backend> backends, final int size, final PermutationHash hash,
            final WeightPolicy policy) {
        final List<Backend> sorted = backends.stream().sorted(Comparator.comparing(
                b -> b.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)).toList();
        final WeightPolicy.Turns turns = policy.turns(sorted.stream().mapToInt(Backend::weight).toArray(), size);
        final long[] next = new long[sorted.size()];
        final List<String> slots = new ArrayList<>(Collections.nCopies(size, ""));
        final int[] turn = new int[1];
        for (int filled = 0; filled < size && turns.next(turn, 1) == 1; filled++) {
            final Backend backend = sorted.get(turn[0]);
            final Permutation choice = hash.permutation(backend.key().getBytes(StandardCharsets.UTF_8), size);
            int slot;
            do {
                slot = (int) ((choice.offset() + next[turn[0]] * choice.skip()) % size);
                next[turn[0]]++;
            } while (!slots.get(slot).isEmpty());
            slots.set(slot, backend.key());
        }
        return slots;
    }
}
