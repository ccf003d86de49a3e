package dev.directrix.maglev;

/**
 * The order in which a backend prefers the slots of a table of size M: choice n (from 0) is
 * {@code (offset + n * skip) mod M}. As M is prime, M choices visit every slot once.
 *
 * @param offset first choice, 0 to M - 1
 * @param skip distance between choices, 1 to M - 1
 */
public record Permutation(int offset, int skip) {
}
