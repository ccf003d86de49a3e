package dev.directrix.ecmp.receiver;

import dev.directrix.ecmp.LinkBandwidth;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a path says its weight. Immutable.
 *
 * @param transitive    link bandwidth in its transitive form (RFC 10005), bytes per second as the 32-bit float of the
 *                      wire; empty: not sent
 * @param nonTransitive the same in its non-transitive form
 * @param community     weight in the large community {@code ASN:1:weight}; empty: not sent
 */
public record AnnouncedWeight(Optional<Float> transitive, Optional<Float> nonTransitive, OptionalInt community) {

    /** Says nothing. */
    public static final AnnouncedWeight NONE =
        new AnnouncedWeight(Optional.empty(), Optional.empty(), OptionalInt.empty());

    /** Checks the numbers. */
    public AnnouncedWeight {
        transitive.ifPresent(AnnouncedWeight::require);
        nonTransitive.ifPresent(AnnouncedWeight::require);
        if (community.isPresent() && community.getAsInt() < 0) {
            throw new IllegalArgumentException("weight " + community.getAsInt() + " in a large community");
        }
    }

    /** What a director says of a weight: both forms of link bandwidth, and the large community. */
    public static AnnouncedWeight of(final int weight) {
        return of(weight, true, true);
    }

    /** What a director says of a weight to a neighbour that is sent these forms of link bandwidth. */
    public static AnnouncedWeight of(final int weight, final boolean transitive, final boolean nonTransitive) {
        final Optional<Float> bandwidth = Optional.of(LinkBandwidth.ofWeight(weight));
        return new AnnouncedWeight(transitive ? bandwidth : Optional.empty(),
            nonTransitive ? bandwidth : Optional.empty(), OptionalInt.of(weight));
    }

    /** A link bandwidth alone, transitive. */
    public static AnnouncedWeight ofBandwidth(final float bytesPerSecond) {
        return new AnnouncedWeight(Optional.of(bytesPerSecond), Optional.empty(), OptionalInt.empty());
    }

    /** Whether link bandwidth is said in any form. */
    public boolean hasBandwidth() {
        return transitive.isPresent() || nonTransitive.isPresent();
    }

    private static void require(final float bytesPerSecond) {
        if (!Float.isFinite(bytesPerSecond) || bytesPerSecond < 0) {
            throw new IllegalArgumentException("link bandwidth of " + bytesPerSecond + " bytes per second");
        }
    }
}
