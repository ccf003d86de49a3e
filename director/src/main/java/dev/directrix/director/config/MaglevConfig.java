package dev.directrix.director.config;

import dev.directrix.maglev.Seed;
import java.util.Optional;

/**
 * The hash that all directors share.
 *
 * @param tableSize slots of each pool's table, a prime
 * @param seed      the shared secret from {@code seed-file}; empty: a director makes one when it starts, and no other
 *                  director agrees with it
 */
public record MaglevConfig(int tableSize, Optional<Seed> seed) {
}
