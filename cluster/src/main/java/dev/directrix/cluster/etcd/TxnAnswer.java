package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * What a transaction did.
 *
 * @param header    with the revision at which it took place
 * @param succeeded whether all comparisons held
 * @param responses one for each operation of the branch taken, as etcd wrote it
 */
record TxnAnswer(ResponseHeader header, boolean succeeded, List<JsonObject> responses) {

    /** Reads an answer. */
    static TxnAnswer of(final Answer answer) {
        return new TxnAnswer(answer.header(), EtcdJson.flag(answer.body(), "succeeded"),
                EtcdJson.objects(answer.body(), "responses"));
    }

    /** What the read at this place of the branch found. */
    RangeAnswer range(final int index) {
        if (index >= responses.size()) {
            throw EtcdException.malformed("a transaction with " + responses.size() + " answers");
        }
        return EtcdJson.object(responses.get(index), "response_range")
                .map(json -> RangeAnswer.of(json, header.revision()))
                .orElseThrow(() -> EtcdException.malformed("a transaction's read without an answer"));
    }
}
