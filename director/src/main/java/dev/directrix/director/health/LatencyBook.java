package dev.directrix.director.health;

import dev.directrix.forwarder.service.ServerKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How long servers take to answer their checks, smoothed over about four of them. Belongs to one thread. */
public final class LatencyBook {

    private static final int SHARE = 4;

    private final Map<ServerKey, Long> nanos = new HashMap<>();

    /**
     * Takes one result.
     *
     * @return nanoseconds that the server takes; 0: not known, because the check failed
     */
    public long on(final ServerKey server, final CheckResult result) {
        if (!result.passed()) {
            nanos.remove(server);
            return 0;
        }
        return nanos.merge(server, Math.max(1, result.tookNs()), (before, now) -> before + (now - before) / SHARE);
    }

    /** Forgets all other servers. */
    public void retain(final Set<ServerKey> servers) {
        nanos.keySet().retainAll(servers);
    }
}
