package dev.directrix.cluster.etcd;

import java.util.Optional;
import java.util.Set;

/**
 * A change of the record that is wanted.
 *
 * @param expectedModRevision of the version to be replaced; 0 for none
 * @param expectedValue       its value, if this node has seen it: a server that lies about the past may have another
 * @param next                the new value
 * @param requireAbsent       members that must have no key
 */
@SuppressWarnings("ArrayRecordComponent") // Values are handed through, never compared.
record RecordSwap(long expectedModRevision, Optional<byte[]> expectedValue, byte[] next, Set<String> requireAbsent) {

    /** Adds comparisons and the new value to a transaction. */
    void addTo(final Txn txn, final StoreKeys keys) {
        if (expectedModRevision == 0) {
            txn.ifAbsent(keys.record());
        } else {
            txn.ifModRevision(keys.record(), expectedModRevision);
            expectedValue.ifPresent(value -> txn.ifValue(keys.record(), value));
        }
        requireAbsent.forEach(name -> txn.ifAbsent(keys.member(name)));
        txn.put(keys.record(), next);
    }
}
