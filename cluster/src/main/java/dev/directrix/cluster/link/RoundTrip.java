package dev.directrix.cluster.link;

/** The round trip to a peer and the time after which a frame is held lost, as RFC 6298 has them. Not thread-safe. */
final class RoundTrip {

    private static final long INITIAL_TIMEOUT_NS = 100_000_000;
    private static final int MAX_DOUBLINGS = 16;
    private static final long MIN_REORDERING_NS = 1_000_000;

    private final long minNs;
    private final long maxNs;
    private long smoothedNs = -1;
    private long variationNs;
    private long leastNs = Long.MAX_VALUE;
    private int doublings;

    RoundTrip(final long minNs, final long maxNs) {
        this.minNs = minNs;
        this.maxNs = maxNs;
    }

    /** Takes a measurement, which must be of a frame that was sent once (Karn: only such a one ends the doubling). */
    void sample(final long ns) {
        if (smoothedNs < 0) {
            smoothedNs = ns;
            variationNs = ns / 2;
        } else {
            variationNs += (Math.abs(smoothedNs - ns) - variationNs) / 4;
            smoothedNs += (ns - smoothedNs) / 8;
        }
        leastNs = Math.min(leastNs, ns);
        doublings = 0;
    }

    /** The shortest; 0 while nothing was measured. */
    long leastNs() {
        return smoothedNs < 0 ? 0 : leastNs;
    }

    /** By how much later frames may overtake a frame that is not lost: a quarter of a round trip (RFC 8985 §3.3.2). */
    long reorderingNs() {
        return smoothedNs < 0 ? lostAfterNs() : Math.clamp(smoothedNs / 4, MIN_REORDERING_NS, maxNs);
    }

    /** Smoothed; -1 while nothing was measured. */
    long smoothedNs() {
        return smoothedNs;
    }

    /** The peer was silent for the whole timeout. */
    void backOff() {
        if (doublings < MAX_DOUBLINGS) {
            doublings++;
        }
    }

    /** The peer was not there, and now it is. */
    void reset() {
        doublings = 0;
    }

    /** How long to wait for a sign of the peer, silence considered. */
    long timeoutNs() {
        return Math.min(maxNs, lostAfterNs() << doublings);
    }

    /** Age at which a frame that no ack mentions is held lost. */
    long lostAfterNs() {
        return Math.clamp(smoothedNs < 0 ? INITIAL_TIMEOUT_NS : smoothedNs + 4 * variationNs, minNs, maxNs);
    }

    /** Age at which a frame is held lost though later ones arrived: a round trip and some more (RFC 9002 §6.1.2). */
    long overtakenAfterNs() {
        return smoothedNs < 0 ? lostAfterNs() : Math.min(smoothedNs + smoothedNs / 4, maxNs);
    }
}
