package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import java.util.Optional;

/** The keys of a cluster in etcd: {@code /directrix/CLUSTER/record} and {@code /directrix/CLUSTER/members/NAME}. */
final class StoreKeys {
    private final String prefix;
    private final String members;
    private final String own;

    StoreKeys(final StoreSettings settings) {
        this.prefix = "/directrix/" + settings.cluster() + "/";
        this.members = prefix + "members/";
        this.own = members + settings.member();
    }

    /** The key of the record. */
    String record() {
        return prefix + "record";
    }

    /** The key of this node. */
    String own() {
        return own;
    }

    /** The key of a member. */
    String member(final String name) {
        return members + name;
    }

    /** The member whose key this is; empty if it is none's. */
    Optional<String> memberOf(final String key) {
        return key.startsWith(members) && key.length() > members.length()
                ? Optional.of(key.substring(members.length())) : Optional.empty();
    }

    /** Reads everything. */
    JsonObject all() {
        final JsonObject range = new JsonObject();
        range.addProperty("key", EtcdJson.base64(prefix));
        range.addProperty("range_end", EtcdJson.base64(end()));
        return range;
    }

    /** Reads what a key is like, without its value. */
    JsonObject key(final String key) {
        final JsonObject range = new JsonObject();
        range.addProperty("key", EtcdJson.base64(key));
        range.addProperty("keys_only", true);
        return range;
    }

    /** Watches everything. */
    JsonObject watch(final long fromRevision) {
        final JsonObject create = all();
        create.addProperty("start_revision", Long.toString(fromRevision));
        final JsonObject request = new JsonObject();
        request.add("create_request", create);
        return request;
    }

    /**
     * Reads, in one transaction, what {@link Probe} holds.
     *
     * @param revision at which the record is wanted; 0: the newest
     */
    JsonObject probe(final long revision) {
        final JsonObject record = new JsonObject();
        record.addProperty("key", EtcdJson.base64(record()));
        if (revision != 0) {
            record.addProperty("revision", Long.toString(revision));
        }
        final JsonObject newest = all();
        newest.addProperty("keys_only", true);
        newest.addProperty("limit", "1");
        newest.addProperty("sort_order", "DESCEND");
        newest.addProperty("sort_target", "MOD");
        return new Txn().read(record).read(newest).read(key(own)).json();
    }

    /** The first key behind all those of the cluster. */
    private String end() {
        return prefix.substring(0, prefix.length() - 1) + "0";
    }
}
