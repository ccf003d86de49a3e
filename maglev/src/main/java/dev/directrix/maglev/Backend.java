package dev.directrix.maglev;

import java.util.Objects;

/**
 * A real server as the table sees it.
 *
 * @param key stable identity, the same text on every director, e.g. {@code 10.0.1.21}; decides the permutation
 * @param weight share relative to the other backends' weights; 0 means no slot at all
 */
public record Backend(String key, int weight) {

    /** The largest weight; sums over any list of backends stay far within 64 bits. */
    public static final int MAX_WEIGHT = 1_000_000;

    /** Checks the key and the weight. */
    public Backend {
        Objects.requireNonNull(key, "key");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a backend's key is empty: give it a stable name or address");
        }
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "backend " + key + ": weight " + weight + " is not within 0.." + MAX_WEIGHT);
        }
    }
}
