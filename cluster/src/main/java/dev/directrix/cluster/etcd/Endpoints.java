package dev.directrix.cluster.etcd;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which order endpoints are asked: first the one that answered last, then those after it, and last those that failed
 * within the last while, the longest ago first. Any thread.
 */
final class Endpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    private final List<URI> all;
    private final long avoidNs;
    /** Endpoints that failed and have not answered since, by the time of the last failure. */
    private final Map<URI, Long> failedAtNs = new HashMap<>();
    private int current;

    Endpoints(final List<URI> all, final long avoidNs) {
        this.all = all;
        this.avoidNs = avoidNs;
    }

    /** All endpoints, the best first. */
    synchronized List<URI> order(final long nowNs) {
        final List<URI> result = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            final URI endpoint = all.get((current + i) % all.size());
            if (!isAvoided(endpoint, nowNs)) {
                result.add(endpoint);
            }
        }
        all.stream()
                .filter(endpoint -> isAvoided(endpoint, nowNs))
                .sorted(Comparator.comparingLong(endpoint -> failedAtNs.get(endpoint) - nowNs))
                .forEach(result::add);
        return result;
    }

    /** Whether this endpoint failed lately while another one is thought to be well. */
    synchronized boolean hasBetterThan(final URI endpoint, final long nowNs) {
        return isAvoided(endpoint, nowNs) && all.stream().anyMatch(other -> !isAvoided(other, nowNs));
    }

    /** An endpoint answered. */
    synchronized void worked(final URI endpoint) {
        current = all.indexOf(endpoint);
        if (failedAtNs.remove(endpoint) != null) {
            LOG.info("etcd at {} answers again", endpoint);
        }
    }

    /** An endpoint did not answer as it should. */
    synchronized void failed(final URI endpoint, final long nowNs, final EtcdException why) {
        if (failedAtNs.put(endpoint, nowNs) == null) {
            LOG.warn("etcd at {} is avoided for a while: {}", endpoint, why.getMessage());
        }
    }

    private boolean isAvoided(final URI endpoint, final long nowNs) {
        final Long failedAt = failedAtNs.get(endpoint);
        return failedAt != null && nowNs - failedAt < avoidNs;
    }
}
