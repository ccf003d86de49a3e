package dev.directrix.maglev;

/**
 * The order in which a backend prefers the slots of a table of size M: choice n (from 0) is
 * {@code (offset + n * skip) mod M}. As M is prime, M choices visit every slot once.
 *
 * @param offset first choice, 0 to M - 1
 * @param skip distance between choices, 1 to M - 1
 */
public record Permutation(int offset, int skip) {

    /** Insists on a permutation that fits a table, as a plugged-in hash may be wrong. */
    Permutation within(final int size) {
        if (offset < 0 || offset >= size || skip < 1 || skip >= size) {
            throw new IllegalArgumentException("offset " + offset + " and skip " + skip
                    + " are no permutation of a table of " + size + " slots");
        }
        return this;
    }
}
