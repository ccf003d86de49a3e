package dev.directrix.forwarder.service;

import java.time.Duration;

/**
 * New flows of a client's network follow its earlier ones (ipvsadm(8), {@code --persistent} and {@code --netmask}).
 * Immutable.
 *
 * @param timeout how long after the last new flow
 * @param length4 bits of an IPv4 client that count, 1 to 32
 * @param length6 bits of an IPv6 client that count, 1 to 128
 */
public record Persistence(Duration timeout, int length4, int length6) {
    /** What IPVS takes when no timeout is given. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    /** Checks timeout and lengths. */
    public Persistence {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofDays(31)) > 0) {
            throw new IllegalArgumentException("persistence of " + timeout + " is not within 1 s to 31 days");
        }
        if (length4 < 1 || length4 > 32 || length6 < 1 || length6 > 128) {
            throw new IllegalArgumentException(
                    "persistence by /" + length4 + " and /" + length6 + " is not within /1../32 and /1../128");
        }
    }
}
