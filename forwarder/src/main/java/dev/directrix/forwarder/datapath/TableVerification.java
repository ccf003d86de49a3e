package dev.directrix.forwarder.datapath;

import dev.directrix.maglev.TableDigest;
import java.util.SortedMap;

/**
 * What the workers have loaded.
 *
 * @param consistent whether each worker has the table that was applied last, unchanged
 * @param digests    digest of each pool's Maglev table, by the pool's name
 */
public record TableVerification(boolean consistent, SortedMap<String, TableDigest> digests) {
}
