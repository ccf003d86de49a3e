package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One endpoint's turn in a call: the requests made of it, one after the other, within a time. Answers have passed the
 * {@link RevisionFence}. Futures fail with {@link EtcdException}. Any thread.
 */
final class Attempt {
    private final EtcdClient client;
    private final URI endpoint;
    private final long endNs;

    /**
     * A turn that has begun.
     *
     * @param endNs monotonic time at which it is over
     */
    Attempt(final EtcdClient client, final URI endpoint, final long endNs) {
        this.client = client;
        this.endpoint = endpoint;
        this.endNs = endNs;
    }

    /** Whose turn it is. */
    URI endpoint() {
        return endpoint;
    }

    /** Monotonic time at which the turn is over. */
    long endNs() {
        return endNs;
    }

    /** An error of this endpoint, for the history that it shows. */
    EtcdException refuse(final RevisionFence.Cause cause, final String why) {
        return client.fence().refuse(endpoint, cause, why);
    }

    /** A linearizable read. */
    CompletableFuture<RangeAnswer> range(final JsonObject range) {
        return post("/v3/kv/range", range).thenApply(RangeAnswer::of);
    }

    /** A transaction. */
    CompletableFuture<TxnAnswer> txn(final JsonObject txn) {
        return post("/v3/kv/txn", txn).thenApply(TxnAnswer::of);
    }

    /** A new lease of so many seconds. */
    CompletableFuture<LeaseAnswer> grant(final long ttlSeconds) {
        final JsonObject question = new JsonObject();
        question.addProperty("TTL", Long.toString(ttlSeconds));
        return post("/v3/lease/grant", question).thenApply(LeaseAnswer::of);
    }

    /** Ends a lease, and all keys with it. */
    CompletableFuture<Void> revoke(final long lease) {
        return post("/v3/lease/revoke", lease(lease)).thenAccept(answer -> { });
    }

    /** Prolongs a lease. */
    CompletableFuture<LeaseAnswer> keepAlive(final long lease) {
        return post("/v3/lease/keepalive", lease(lease)).thenApply(LeaseAnswer::of);
    }

    /**
     * Begins a watch; done when etcd has confirmed it.
     *
     * @param request  of etcd's watch
     * @param known    a revision that this endpoint is known to have
     * @param sink     gets everything after the confirmation
     * @param executor runs the sink, one task after the other
     */
    CompletableFuture<EtcdWatch> watch(
            final JsonObject request, final long known, final WatchSink sink, final Executor executor) {
        return client.tokens().token(this).thenCompose(token -> {
            final EtcdWatch watch = new EtcdWatch(endpoint, known, client, sink, executor);
            return watch.open(request, token, endNs).exceptionallyCompose(thrown -> {
                if (EtcdException.of(thrown).blamesToken()) {
                    client.tokens().forget(token);
                }
                return CompletableFuture.failedFuture(thrown);
            });
        });
    }

    /** A request with the user's token; once more with a new one if the token is at fault. */
    private CompletableFuture<Answer> post(final String path, final JsonObject body) {
        return client.tokens().token(this).thenCompose(token ->
                post(path, body, token).exceptionallyCompose(thrown -> {
                    if (!client.tokens().canRenew() || !EtcdException.of(thrown).blamesToken()) {
                        return CompletableFuture.failedFuture(thrown);
                    }
                    client.tokens().forget(token);
                    return client.tokens().token(this).thenCompose(fresh -> post(path, body, fresh));
                }));
    }

    /** A request with this token. */
    CompletableFuture<Answer> post(final String path, final JsonObject body, final Optional<String> token) {
        return client.exchange(this, path, body, token);
    }

    private static JsonObject lease(final long lease) {
        final JsonObject question = new JsonObject();
        question.addProperty("ID", Long.toString(lease));
        return question;
    }
}
