package dev.directrix.bgp.bfd;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How to watch a router. Immutable.
 *
 * @param minTx          how often to send at most, once the session is up (Desired Min TX Interval), 10 ms to 60 s
 * @param minRx          how often the router may send at most (Required Min RX Interval), 10 ms to 60 s
 * @param multiplier     how many of our packets the router misses before it gives us up, 1 to 255
 * @param multihop       false: the router is on our own link (RFC 5881, UDP 3784); true: it may be further away
 *                       (RFC 5883, UDP 4784)
 * @param minTtl         multihop only: the least TTL that an arriving packet may have left of 255
 * @param authentication the key, if the router asks for one
 */
public record BfdSettings(
    Duration minTx, Duration minRx, int multiplier, boolean multihop, int minTtl,
    Optional<BfdAuthentication> authentication) {

    /** Interval unless told otherwise. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(300);
    /** Multiplier unless told otherwise. */
    public static final int DEFAULT_MULTIPLIER = 3;
    /** The least TTL of multihop packets unless told otherwise: one router in between. */
    public static final int DEFAULT_MIN_TTL = 254;
    /** The shortest interval. */
    public static final Duration MIN_INTERVAL = Duration.ofMillis(10);
    /** The longest interval. */
    public static final Duration MAX_INTERVAL = Duration.ofSeconds(60);

    /** Checks every value. */
    public BfdSettings {
        Objects.requireNonNull(authentication, "authentication");
        requireInterval("send", minTx);
        requireInterval("receive", minRx);
        if (multiplier < 1 || multiplier > 255) {
            throw new IllegalArgumentException("BFD multiplier " + multiplier + " is not within 1..255");
        }
        if (minTtl < 1 || minTtl > 255) {
            throw new IllegalArgumentException("BFD least TTL " + minTtl + " is not within 1..255");
        }
    }

    /** Single-hop, without a key. */
    public static BfdSettings of(final Duration interval, final int multiplier) {
        return new BfdSettings(interval, interval, multiplier, false, DEFAULT_MIN_TTL, Optional.empty());
    }

    /** The same over several hops. */
    public BfdSettings withMultihop(final int newMinTtl) {
        return new BfdSettings(minTx, minRx, multiplier, true, newMinTtl, authentication);
    }

    /** The same with a key, or none. */
    public BfdSettings withAuthentication(final Optional<BfdAuthentication> newAuthentication) {
        return new BfdSettings(minTx, minRx, multiplier, multihop, minTtl, newAuthentication);
    }

    /** The same with another interval in both directions. */
    public BfdSettings withInterval(final Duration interval) {
        return new BfdSettings(interval, interval, multiplier, multihop, minTtl, authentication);
    }

    private static void requireInterval(final String what, final Duration interval) {
        if (interval.compareTo(MIN_INTERVAL) < 0 || interval.compareTo(MAX_INTERVAL) > 0) {
            throw new IllegalArgumentException("BFD " + what + " interval " + interval.toMillis()
                + " ms is not within " + MIN_INTERVAL.toMillis() + ".." + MAX_INTERVAL.toMillis() + " ms");
        }
    }
}
