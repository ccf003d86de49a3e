package dev.directrix.cluster.member;

import java.util.Objects;
import java.util.Optional;

/**
 * What all members must have in common; set by the first, compared by each that joins. Immutable.
 *
 * @param seed       fingerprint of the seed
 * @param key        fingerprint of the secret that members know each other by; tells nothing of it
 * @param tableSize  slots of the tables
 * @param validityMs how long a director may forward after it was last confirmed, milliseconds
 * @param idleMs     how long a silent flow is promised to keep its server, milliseconds
 * @param synAckMs   how long a server may repeat a SYN-ACK, milliseconds
 */
public record Agreement(String seed, String key, int tableSize, long validityMs, long idleMs, long synAckMs) {
    /** Checks the fields. */
    public Agreement {
        Objects.requireNonNull(seed, "seed");
        Objects.requireNonNull(key, "key");
    }

    /** Why a director with these cannot be a member of a cluster with others; empty: it can. */
    public Optional<String> conflict(final Agreement cluster) {
        if (!seed.equals(cluster.seed)) {
            return Optional.of("another maglev seed (fingerprint " + seed + ", the cluster has " + cluster.seed
                    + "): give every director the same seed-file");
        }
        if (!key.equals(cluster.key)) {
            return Optional.of("another cluster.key-file (fingerprint " + key + ", the cluster has " + cluster.key
                    + "): give every director the same");
        }
        if (tableSize != cluster.tableSize) {
            return Optional.of("maglev.table-size " + tableSize + ", the cluster has " + cluster.tableSize);
        }
        if (validityMs != cluster.validityMs) {
            return Optional.of("cluster.validity " + validityMs + " ms, the cluster has " + cluster.validityMs + " ms");
        }
        if (idleMs != cluster.idleMs) {
            return Optional.of("flows.idle " + idleMs + " ms, the cluster has " + cluster.idleMs + " ms");
        }
        if (synAckMs != cluster.synAckMs) {
            return Optional.of("cluster.syn-ack " + synAckMs + " ms, the cluster has " + cluster.synAckMs + " ms");
        }
        return Optional.empty();
    }
}
