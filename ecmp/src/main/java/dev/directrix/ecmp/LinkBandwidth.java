package dev.directrix.ecmp;

/**
 * How a weight is said to a router: as the bandwidth of a link (RFC 10005, before that draft-ietf-idr-link-bandwidth),
 * a 32-bit IEEE 754 number of bytes per second. Receivers turn the ratio of the bandwidths into next-hop weights.
 */
public final class LinkBandwidth {

    /** Bytes per second for weight 1: 10 Mbit/s, so that weights stay in the range that every receiver resolves. */
    public static final float BYTES_PER_SECOND_PER_WEIGHT = 1.25e6f;

    private LinkBandwidth() {
    }

    /**
     * The bandwidth that stands for a weight.
     *
     * @param weight a director's weight, 0 to {@link Announcement#MAX_WEIGHT}
     * @return bytes per second
     */
    public static float ofWeight(final int weight) {
        if (weight < 0 || weight > Announcement.MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not within 0.." + Announcement.MAX_WEIGHT);
        }
        return weight * BYTES_PER_SECOND_PER_WEIGHT;
    }
}
