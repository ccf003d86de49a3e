package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What an operator does to etcd with its own tools, without the client under test. */
record Gateway(URI endpoint) {

    static Gateway of(final EtcdProcess etcd) {
        return new Gateway(etcd.endpoint());
    }

    long put(final String key, final String value) {
        return revision(post("/v3/kv/put", "{\"key\":\"" + base64(key) + "\",\"value\":\"" + base64(value) + "\"}"));
    }

    long delete(final String key) {
        return revision(post("/v3/kv/deleterange", "{\"key\":\"" + base64(key) + "\"}"));
    }

    void compact(final long revision) {
        post("/v3/kv/compaction", "{\"revision\":\"" + revision + "\",\"physical\":true}");
    }

    long leaseOf(final String key) {
        return post("/v3/kv/range", "{\"key\":\"" + base64(key) + "\"}").getAsJsonArray("kvs").get(0).getAsJsonObject()
            .get("lease").getAsLong();
    }

    void revoke(final long lease) {
        post("/v3/lease/revoke", "{\"ID\":\"" + lease + "\"}");
    }

    /** Whether the asked member thinks that it leads. */
    boolean isLeader() {
        final JsonObject status = post("/v3/maintenance/status", "{}");
        final String self = status.getAsJsonObject("header").get("member_id").getAsString();
        return status.has("leader") && status.get("leader").getAsString().equals(self);
    }

    JsonObject post(final String path, final String body) {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            final HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
            final HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + answer.body());
            }
            return JsonParser.parseString(answer.body()).getAsJsonObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long revision(final JsonObject answer) {
        return answer.getAsJsonObject("header").get("revision").getAsLong();
    }

    private static String base64(final String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
