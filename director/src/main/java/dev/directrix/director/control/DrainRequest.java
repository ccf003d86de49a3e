package dev.directrix.director.control;

import java.time.Duration;
import java.util.Optional;

/**
 * How a drain shall go.
 *
 * @param timeout  it ends then, if that is safe; {@link #SHORTEST} to {@link #LONGEST}
 * @param force    whether it ends then also if no other director is known to take the packets that still come
 * @param farewell of a director: words for the routers' operators with which the sessions end when everything has left
 *                 (RFC 9003); empty: they stay
 */
public record DrainRequest(Duration timeout, boolean force, Optional<String> farewell) {

    /** A router needs this to choose and install other next hops. */
    public static final Duration SHORTEST = Duration.ofSeconds(2);
    /** Whoever wants more does not want to drain. */
    public static final Duration LONGEST = Duration.ofDays(7);
    /** The words, unless somebody says others. */
    public static final String FAREWELL = "drained by operator";
    /** Unless somebody says otherwise. */
    public static final DrainRequest DEFAULT = of(Duration.ofSeconds(30));

    /** With a bound; sessions stay. */
    public static DrainRequest of(final Duration timeout) {
        return new DrainRequest(timeout, false, Optional.empty());
    }
}
