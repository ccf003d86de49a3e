package dev.directrix.cluster.etcd;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Whose store it is, and its pace.
 *
 * @param cluster           name of the cluster, a part of all keys; no {@code /}, no control characters
 * @param member            this node's name, likewise
 * @param keepAliveInterval between two keep-alives, and two checks that the watch is alive
 * @param watchGrace        how far a watch may be behind a read before it is held dead
 */
public record StoreSettings(String cluster, String member, Duration keepAliveInterval, Duration watchGrace) {
    private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]+");
    private static final Duration DEFAULT_KEEP_ALIVE_INTERVAL = Duration.ofMillis(400);
    private static final Duration DEFAULT_WATCH_GRACE = Duration.ofSeconds(1);

    /** Checks the fields. */
    public StoreSettings {
        if (!NAME.matcher(cluster).matches() || !NAME.matcher(member).matches()) {
            throw new IllegalArgumentException("a name of a cluster or a member may not be empty or hold '/' or"
                    + " control characters: '" + cluster + "', '" + member + "'");
        }
        if (!keepAliveInterval.isPositive() || watchGrace.isNegative()) {
            throw new IllegalArgumentException("the interval of keep-alives must be positive");
        }
    }

    /** Keep-alives every 400 ms, one second of grace. */
    public static StoreSettings of(final String cluster, final String member) {
        return new StoreSettings(cluster, member, DEFAULT_KEEP_ALIVE_INTERVAL, DEFAULT_WATCH_GRACE);
    }

    /** These settings with this interval. */
    public StoreSettings withKeepAliveInterval(final Duration interval) {
        return new StoreSettings(cluster, member, interval, watchGrace);
    }
}
