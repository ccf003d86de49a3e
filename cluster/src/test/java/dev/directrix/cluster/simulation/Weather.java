package dev.directrix.cluster.simulation;

/**
 * What the network is like. Immutable.
 *
 * @param loss         share of packets and datagrams that are lost
 * @param duplication  share of datagrams that arrive twice
 * @param leastDelayNs shortest way
 * @param mostDelayNs  longest way, usually
 * @param slow         share of messages that take up to twelve times longer
 * @param lostRequests share of requests to the store, or of its answers, that are lost
 * @param drift        how far clocks are off at most: 0.01 is 1 %
 * @param wayNs        how far clients are away
 */
record Weather(
        double loss,
        double duplication,
        long leastDelayNs,
        long mostDelayNs,
        double slow,
        double lostRequests,
        double drift,
        long wayNs) {
    private static final long MS = 1_000_000;

    /** Nothing is lost, everything takes a millisecond. */
    static final Weather FAIR = new Weather(0, 0, MS, MS, 0, 0, 0, MS);

    /** Much is lost or late, everywhere. */
    static final Weather ROUGH = new Weather(0.05, 0.05, MS / 10, 40 * MS, 0.1, 0.1, 0.01, 20 * MS);

    /** Some weather of a seed. */
    static Weather of(final Chance chance) {
        final boolean rough = chance.happens(0.3);
        return new Weather(rough ? chance.between(0.0, 0.15) : chance.between(0.0, 0.01),
                chance.between(0.0, 0.1), MS / 10, MS * chance.between(1, rough ? 40 : 8),
                chance.between(0.0, rough ? 0.1 : 0.02), rough ? chance.between(0.0, 0.2) : 0.01,
                chance.between(0.0, 0.01),
                MS * (chance.happens(0.3) ? chance.between(5, 80) : 1));
    }

    /** How long something is on its way. */
    long delayNs(final Chance chance) {
        final long usual = chance.between(leastDelayNs, mostDelayNs);
        return chance.happens(slow) ? usual * chance.between(2, 12) : usual;
    }
}
