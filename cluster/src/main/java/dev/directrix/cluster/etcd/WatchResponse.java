package dev.directrix.cluster.etcd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;

/**
 * One message of a watch. All events of one revision are in one message.
 *
 * @param header          its revision is that of the member, not one up to which everything has been sent
 * @param created         whether it confirms the watch
 * @param canceled        whether it ends the watch
 * @param compactRevision if etcd no longer has the changes asked for: the oldest revision it has; else 0
 * @param cancelReason    why it ended, may be empty
 * @param events          changes, oldest first
 */
record WatchResponse(
        ResponseHeader header,
        boolean created,
        boolean canceled,
        long compactRevision,
        String cancelReason,
        List<Event> events) {

    /**
     * A change of one key.
     *
     * @param deleted whether the key is gone: then only its name and the revision are given
     * @param key     as it is after the change
     */
    record Event(boolean deleted, KeyValue key) {

        private static Event of(final JsonObject json) {
            final KeyValue key = EtcdJson.object(json, "kv").map(KeyValue::of)
                    .orElseThrow(() -> EtcdException.malformed("an event without a key"));
            return new Event(isDeletion(json.get("type")), key);
        }

        /** Enums come by name, or by number. */
        private static boolean isDeletion(final JsonElement type) {
            if (type == null) {
                return false;
            }
            if (type instanceof JsonPrimitive primitive) {
                final String text = primitive.getAsString();
                if (text.equals("DELETE") || text.equals("1")) {
                    return true;
                }
                if (text.equals("PUT") || text.equals("0")) {
                    return false;
                }
            }
            throw EtcdException.malformed("an event of an unknown type");
        }
    }

    /** Reads a message. */
    static WatchResponse of(final JsonObject json) {
        return new WatchResponse(ResponseHeader.of(json), EtcdJson.flag(json, "created"),
                EtcdJson.flag(json, "canceled"), EtcdJson.number(json, "compact_revision"),
                EtcdJson.text(json, "cancel_reason"),
                EtcdJson.objects(json, "events").stream().map(Event::of).toList());
    }
}
