package dev.directrix.cluster.simulation;

/**
 * A node's monotonic clock.
 *
 * @param offsetNs what it shows at the beginning
 * @param rate     how fast it is: 0.99 to 1.01
 */
record LocalClock(long offsetNs, double rate) {
    /** What it shows at a time of the world. */
    long at(final long worldNs) {
        return offsetNs + (long) (worldNs * rate);
    }
}
