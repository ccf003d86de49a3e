package dev.directrix.cluster.etcd;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A transaction in the making: if all comparisons hold, the operations are done, else only the other reads are. */
final class Txn {
    private final JsonArray compare = new JsonArray();
    private final JsonArray success = new JsonArray();
    private final JsonArray failure = new JsonArray();

    /** Only if there is no such key. */
    Txn ifAbsent(final String key) {
        return compare(key, "VERSION", "version", "0");
    }

    /** Only if the key was last changed at this revision. */
    Txn ifModRevision(final String key, final long revision) {
        return compare(key, "MOD", "mod_revision", Long.toString(revision));
    }

    /** Only if the key ends with this lease. */
    Txn ifLease(final String key, final long lease) {
        return compare(key, "LEASE", "lease", Long.toString(lease));
    }

    /** Only if the key has this value. */
    Txn ifValue(final String key, final byte[] value) {
        return compare(key, "VALUE", "value", EtcdJson.base64(value));
    }

    /** Writes a key that no lease ends. */
    Txn put(final String key, final byte[] value) {
        return put(key, value, 0);
    }

    /** Writes a key under a lease. */
    Txn put(final String key, final byte[] value, final long lease) {
        final JsonObject put = new JsonObject();
        put.addProperty("key", EtcdJson.base64(key));
        put.addProperty("value", EtcdJson.base64(value));
        if (lease != 0) {
            put.addProperty("lease", Long.toString(lease));
        }
        return operation(success, "request_put", put);
    }

    /** Reads. */
    Txn read(final JsonObject range) {
        return operation(success, "request_range", range);
    }

    /** Reads if a comparison does not hold. */
    Txn elseRead(final JsonObject range) {
        return operation(failure, "request_range", range);
    }

    /** As the gateway takes it. */
    JsonObject json() {
        final JsonObject result = new JsonObject();
        result.add("compare", compare);
        result.add("success", success);
        result.add("failure", failure);
        return result;
    }

    private Txn compare(final String key, final String target, final String field, final String value) {
        final JsonObject each = new JsonObject();
        each.addProperty("key", EtcdJson.base64(key));
        each.addProperty("target", target);
        each.addProperty("result", "EQUAL");
        each.addProperty(field, value);
        compare.add(each);
        return this;
    }

    private Txn operation(final JsonArray branch, final String name, final JsonObject operation) {
        final JsonObject each = new JsonObject();
        each.add(name, operation);
        branch.add(each);
        return this;
    }
}
