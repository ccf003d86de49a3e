package dev.directrix.cluster.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All that is left to chance, from one seed. For one thread. */
final class Chance {
    private final SplittableRandom random;

    /** The chance of a seed. */
    Chance(final long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Whether something of this probability happens. */
    boolean happens(final double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From the least to the most, both included. */
    long between(final long least, final long most) {
        return least >= most ? least : random.nextLong(least, most + 1);
    }

    /** Below a bound. */
    int below(final int bound) {
        return random.nextInt(bound);
    }

    /** A number from a range. */
    double between(final double least, final double most) {
        return least + (most - least) * random.nextDouble();
    }

    /** Time to the next of events that come at this mean distance, at most ten times that. */
    long untilNext(final long meanNs) {
        return Math.min(10 * meanNs, (long) (-Math.log(1 - random.nextDouble()) * meanNs));
    }

    /** Any number but 0. */
    long anything() {
        final long value = random.nextLong();
        return value == 0 ? 1 : value;
    }

    /** One of these. */
    <T> T oneOf(final List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
