package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A watch at one endpoint: a request whose answer does not end. Its executor runs all; closing is for any thread. */
final class EtcdWatch implements AutoCloseable {
    private final URI endpoint;
    private final EtcdClient client;
    private final WatchSink sink;
    private final LineSubscriber lines;
    private final CompletableFuture<EtcdWatch> created = new CompletableFuture<>();
    private final long knownRevision;
    private volatile boolean over;

    /**
     * A watch not yet asked for.
     *
     * @param knownRevision the revision that the member is known to have applied
     */
    EtcdWatch(
            final URI endpoint,
            final long knownRevision,
            final EtcdClient client,
            final WatchSink sink,
            final Executor executor) {
        this.endpoint = endpoint;
        this.knownRevision = knownRevision;
        this.client = client;
        this.sink = sink;
        this.lines = new LineSubscriber(client.settings().maxResponseBytes(), executor, this::onLine,
                why -> end(why.map(thrown -> client.failure(endpoint, thrown)).orElseGet(() ->
                        new EtcdException(EtcdException.Kind.UNANSWERED, "etcd at " + endpoint + " ended the watch"))));
    }

    /** Where it is. */
    URI endpoint() {
        return endpoint;
    }

    /** Sends the request; done when etcd has confirmed the watch. */
    @SuppressWarnings("FutureReturnValueIgnored") // The result is the future; those on the way only feed it.
    CompletableFuture<EtcdWatch> open(final JsonObject request, final Optional<String> token, final long endNs) {
        final HttpRequest http = client.request(endpoint, "/v3/watch", request, token);
        final CompletableFuture<HttpResponse<Void>> sent = client.send(http, info -> lines);
        sent.whenComplete((response, thrown) -> {
            if (thrown != null) {
                created.completeExceptionally(client.failure(endpoint, thrown));
            }
        });
        return created.copy().orTimeout(endNs - client.nowNs(), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(thrown -> {
                    sent.cancel(true);
                    close();
                    return CompletableFuture.failedFuture(client.failure(endpoint, thrown));
                });
    }

    /** Ends it: the sink hears nothing more, except what its executor is just running. */
    @Override
    public void close() {
        over = true;
        lines.cancel();
    }

    private void onLine(final byte[] line) {
        if (over) {
            return;
        }
        try {
            final JsonObject json = EtcdJson.parse(line);
            final Optional<JsonObject> error = EtcdClient.error(json);
            if (error.isPresent()) {
                throw EtcdClient.error(endpoint, error.get());
            }
            final WatchResponse response = WatchResponse.of(EtcdJson.object(json, "result")
                    .orElseThrow(() -> EtcdException.malformed("a watch's message without a result")));
            client.fence().checkCluster(endpoint, response.header());
            handle(response);
        } catch (final EtcdException e) {
            end(e);
            close();
        }
    }

    private void handle(final WatchResponse response) {
        if (response.created() && !response.canceled()) {
            client.fence().check(endpoint, response.header(), knownRevision);
            created.complete(this);
        } else if (!created.isDone()) {
            throw EtcdClient.error(endpoint, response.cancelReason());
        } else {
            sink.onResponse(this, response);
        }
    }

    private void end(final EtcdException why) {
        if (over) {
            return;
        }
        over = true;
        if (!created.completeExceptionally(why)) {
            sink.onEnd(this, why);
        }
    }
}
