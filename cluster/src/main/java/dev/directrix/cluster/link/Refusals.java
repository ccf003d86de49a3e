package dev.directrix.cluster.link;

import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the datagrams that were refused in a peer's name, or in nobody's, and logs each cause at its first time and at
 * most once a minute later. Not thread-safe.
 */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);
    private static final long QUIET_NS = 60_000_000_000L;

    private final String where;
    private final Map<LinkRefusal, Tally> tallies = new EnumMap<>(LinkRefusal.class);

    /**
     * None yet.
     *
     * @param where of whom, as the log shall name it
     */
    Refusals(final String where) {
        this.where = where;
    }

    void count(final LinkRefusal cause, final long nowNs) {
        Tally tally = tallies.get(cause);
        if (tally == null) {
            tally = new Tally();
            tallies.put(cause, tally);
        }
        tally.count++;
        if (cause.isLogged() && (tally.count == 1 || nowNs - tally.loggedNs >= QUIET_NS)) {
            LOG.atLevel(cause.level()).log("cluster: a datagram {} {}; ignored ({} so far). What to do: {}",
                    where, cause.what(), tally.count, cause.advice());
            tally.loggedNs = nowNs;
        }
    }

    /** Causes that occurred. */
    Map<LinkRefusal, Long> byCause() {
        final Map<LinkRefusal, Long> result = new EnumMap<>(LinkRefusal.class);
        tallies.forEach((cause, tally) -> result.put(cause, tally.count));
        return result;
    }

    private static final class Tally {
        private long count;
        private long loggedNs;
    }
}
