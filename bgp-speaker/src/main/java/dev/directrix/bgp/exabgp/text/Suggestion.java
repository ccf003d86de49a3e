package dev.directrix.bgp.exabgp.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant by a word that does not exist. */
public final class Suggestion {

    private static final int MAX_DISTANCE = 2;
    private static final int MAX_LENGTH = 40;

    private Suggestion() {
    }

    /** {@code "; did you mean 'X'?"} if there is a word at most two letters away, else nothing. */
    public static String of(final String word, final Collection<String> known) {
        return nearest(word, known).map(found -> "; did you mean '" + found + "'?").orElse("");
    }

    private static Optional<String> nearest(final String word, final Collection<String> known) {
        if (word.length() > MAX_LENGTH || word.length() < 2) {
            return Optional.empty();
        }
        return known.stream().filter(candidate -> distance(word, candidate) <= MAX_DISTANCE)
            .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
    }

    /** Letters to change, add or leave out (Levenshtein). */
    private static int distance(final String left, final String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            final int[] next = new int[row.length];
            next[0] = i;
            for (int j = 1; j < row.length; j++) {
                final int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                next[j] = Math.min(Math.min(next[j - 1], row[j]) + 1, row[j - 1] + change);
            }
            row = next;
        }
        return row[right.length()];
    }
}
