package dev.directrix.maglev;

/** Gives each backend its {@link Permutation}. Implementations are pure and safe to share between threads. */
public interface PermutationHash {

    /**
     * Identity of the hash and of its key, part of the {@link TableDigest}; must not reveal a secret key.
     *
     * @return short stable text
     */
    String id();

    /**
     * A backend's permutation.
     *
     * @param key the UTF-8 bytes of the backend's key
     * @param size the table's size, a prime
     * @return offset within 0..size-1 and skip within 1..size-1
     */
    Permutation permutation(byte[] key, int size);
}
