package dev.directrix.ecmp.hash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where a change of a group takes the flows: which part of the hash space had one next hop and has another, or the
 * same. Immutable.
 *
 * @param moves each pair of a next hop before and one after that have a hash in common, once; the parts sum to 1
 */
public record Moves(List<Move> moves) {

    /** Freezes the list. */
    public Moves {
        moves = List.copyOf(moves);
    }

    /**
     * The same with other names, such as those of directors for those of their next hops.
     *
     * @param name of each next hop; where two get the same, flows between them stay
     */
    public Moves renamed(final UnaryOperator<String> name) {
        final Map<List<String>, Double> parts = new LinkedHashMap<>();
        moves.forEach(move ->
            parts.merge(List.of(name.apply(move.from()), name.apply(move.to())), move.part(), Double::sum));
        return new Moves(parts.entrySet().stream()
            .map(it -> new Move(it.getKey().getFirst(), it.getKey().getLast(), it.getValue())).toList());
    }

    /**
     * Flows that went to one next hop and go to another, or stay.
     *
     * @param from the next hop before
     * @param to   the next hop after; the same: the flows stay
     * @param part of the hash space, above 0 and at most 1
     */
    public record Move(String from, String to, double part) {

        /** Whether these flows change their next hop. */
        public boolean changes() {
            return !from.equals(to);
        }
    }

    /** Adds parts of the hash space up. Used by one thread. */
    static final class Sum {

        private final double whole;
        private final Map<List<String>, Long> counts = new LinkedHashMap<>();

        /**
         * None yet.
         *
         * @param whole how many hashes there are
         */
        Sum(final long whole) {
            this.whole = whole;
        }

        void add(final String from, final String to, final long hashes) {
            if (hashes > 0) {
                counts.merge(List.of(from, to), hashes, Long::sum);
            }
        }

        Moves moves() {
            final List<Move> moves = new ArrayList<>();
            counts.forEach((pair, hashes) -> moves.add(new Move(pair.get(0), pair.get(1), hashes / whole)));
            return new Moves(moves);
        }
    }
}
