package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * A key as etcd holds it.
 *
 * @param key            as text; our keys are UTF-8
 * @param createRevision revision at which it came to be
 * @param modRevision    revision of its last change
 * @param version        changes since it came to be, the first included; 0 for a deletion
 * @param lease          lease that it ends with; 0 for none
 * @param value          not to be written to; empty where only keys were asked for
 */
@SuppressWarnings("ArrayRecordComponent") // Values are handed through, never compared.
record KeyValue(String key, long createRevision, long modRevision, long version, long lease, byte[] value) {

    /** Reads one of etcd's {@code KeyValue}. */
    static KeyValue of(final JsonObject json) {
        return new KeyValue(new String(EtcdJson.bytes(json, "key"), StandardCharsets.UTF_8),
                EtcdJson.number(json, "create_revision"), EtcdJson.number(json, "mod_revision"),
                EtcdJson.number(json, "version"), EtcdJson.number(json, "lease"), EtcdJson.bytes(json, "value"));
    }
}
