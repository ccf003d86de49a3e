package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a read found.
 *
 * @param revision of the store that was read; 0 within a transaction, whose header has it
 * @param keys     in the order asked for, not more than the limit
 * @param count    keys in the range, those beyond the limit too
 */
record RangeAnswer(long revision, List<KeyValue> keys, long count) {

    /** Reads the answer of a read by itself. */
    static RangeAnswer of(final Answer answer) {
        return of(answer.body(), answer.header().revision());
    }

    /** Reads one of a transaction's answers. */
    static RangeAnswer of(final JsonObject json, final long revision) {
        return new RangeAnswer(revision, EtcdJson.objects(json, "kvs").stream().map(KeyValue::of).toList(),
                EtcdJson.number(json, "count"));
    }

    /** The first key found. */
    Optional<KeyValue> first() {
        return keys.stream().findFirst();
    }
}
