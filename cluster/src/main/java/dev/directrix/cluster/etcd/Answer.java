package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;

/**
 * An answer that is believed.
 *
 * @param body     as etcd wrote it
 * @param header   its header
 * @param sentAtNs monotonic time right before the request was sent
 */
record Answer(JsonObject body, ResponseHeader header, long sentAtNs) {
}
