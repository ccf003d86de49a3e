package dev.directrix.cluster.etcd;

import dev.directrix.cluster.etcd.EtcdException.Kind;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds answers to what is already known: a store that is linearizable never goes back. An etcd restored from an old
 * backup, a member that lags behind, or an etcd of another cluster would say what is no longer, or never was, true.
 *
 * <p><b>The rule.</b> The first answer fixes the cluster's id. From then on the revision in an answer must be at least
 * the greatest one that was known <em>when its request was sent</em>: answers to requests under way at the same time
 * may arrive in any order. Etcd guarantees this for linearizable reads, transactions, grants and revocations. The
 * header of a keep-alive and of a new watch shows the revision that the asked member itself has applied, which may be
 * behind by a few milliseconds on a follower; such an answer is refused as well. That costs a try at another endpoint,
 * while believing it would let a restored etcd prolong leases.
 *
 * <p>What is refused is counted and logged once per cause and endpoint. The memory lasts as long as this object. A
 * server that says too great a revision once makes all others be refused; no rule about revisions can tell the two
 * apart.
 *
 * <p>Any thread.
 */
final class RevisionFence {
    private static final Logger LOG = LoggerFactory.getLogger(RevisionFence.class);

    /** Why an answer is not believed. */
    enum Cause {
        /** It is of another cluster. */
        CLUSTER,
        /** It is of an older time than what had been seen. */
        REVISION,
        /** It shows another past than the one that had been seen. */
        HISTORY
    }

    private final Map<Cause, Long> refused = new EnumMap<>(Cause.class);
    private final Map<URI, Set<Cause>> logged = new HashMap<>();
    private boolean bound;
    private long clusterId;
    private long greatest;

    /** The greatest revision believed so far: to be asked right before a request is sent. */
    synchronized long known() {
        return greatest;
    }

    /**
     * Believes an answer, or not.
     *
     * @param knownAtSend {@link #known} when the request was sent
     * @throws EtcdException {@link Kind#REFUSED}
     */
    synchronized void check(final URI endpoint, final ResponseHeader header, final long knownAtSend) {
        checkCluster(endpoint, header);
        if (header.revision() < knownAtSend) {
            throw refuse(endpoint, Cause.REVISION, "it answers with revision " + header.revision() + ", below "
                    + knownAtSend + " seen before: restored from an old backup, or lagging");
        }
        greatest = Math.max(greatest, header.revision());
    }

    /** Checks only the cluster, where an answer has no revision. */
    synchronized void checkCluster(final URI endpoint, final ResponseHeader header) {
        if (!bound) {
            bound = true;
            clusterId = header.clusterId();
        }
        if (header.clusterId() != clusterId) {
            throw refuse(endpoint, Cause.CLUSTER, "it is of cluster " + Long.toHexString(header.clusterId())
                    + " at revision " + header.revision() + ", not of " + Long.toHexString(clusterId)
                    + " at revision " + greatest);
        }
    }

    /** Counts and logs a refusal, for the caller to throw. */
    synchronized EtcdException refuse(final URI endpoint, final Cause cause, final String why) {
        refused.merge(cause, 1L, Long::sum);
        final String message = "etcd at " + endpoint + " is not believed: " + why;
        if (logged.computeIfAbsent(endpoint, e -> EnumSet.noneOf(Cause.class)).add(cause)) {
            LOG.warn("{}", message);
        }
        return new EtcdException(Kind.REFUSED, message);
    }

    /** How often this cause was found. */
    synchronized long refused(final Cause cause) {
        return refused.getOrDefault(cause, 0L);
    }
}
