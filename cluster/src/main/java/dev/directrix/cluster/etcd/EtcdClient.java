package dev.directrix.cluster.etcd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.directrix.cluster.etcd.EtcdException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLHandshakeException;

/**
 * A client of etcd 3.4 or later over its HTTP/JSON gateway: several endpoints, TLS, user and password.
 *
 * <p>Every answer must be of the cluster that answered first, and not older than what had been seen when its request
 * was sent: an etcd restored from an old backup is not believed as long as this object lives. Keep one client for the
 * whole life of the process, over all {@linkplain EtcdStore stores} that come and go.
 *
 * <p>Nothing blocks the caller; all work is done on virtual threads. Any thread.
 */
public final class EtcdClient implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

    private final EtcdSettings settings;
    private final LongSupplier nanoClock;
    /** Never shut down: it holds nothing, and calls that end with the client still have to say so. */
    private final Executor executor =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("etcd-", 0).factory());
    private final HttpClient http;
    private final Endpoints endpoints;
    private final RevisionFence fence = new RevisionFence();
    private final Tokens tokens;
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean closed;

    /**
     * A client that has not yet connected.
     *
     * @param nanoClock monotonic time in nanoseconds
     * @throws IllegalArgumentException if a file for TLS cannot be used
     */
    public EtcdClient(final EtcdSettings settings, final LongSupplier nanoClock) {
        this.settings = settings;
        this.nanoClock = nanoClock;
        this.endpoints = new Endpoints(settings.endpoints(), settings.avoidFor().toNanos());
        this.tokens = new Tokens(settings.user());
        final HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(settings.requestTimeout().dividedBy(settings.endpoints().size() + 1L))
                .executor(executor);
        settings.tls().map(TlsContext::of).ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /** What it has done so far. */
    public EtcdCounters counters() {
        return new EtcdCounters(requests.sum(), failed.sum(), fence.refused(RevisionFence.Cause.CLUSTER),
                fence.refused(RevisionFence.Cause.REVISION), fence.refused(RevisionFence.Cause.HISTORY));
    }

    /** Ends all calls and watches at once, and forgets the connections. */
    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
        try {
            http.awaitTermination(CLOSE_TIMEOUT);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Makes a call at one endpoint after the other until one answers.
     *
     * @param repeatable whether it may be made again where its outcome is unknown
     * @param call       makes it at one endpoint; must not block
     * @return fails with the last {@link EtcdException}; completed on one of the client's threads
     */
    <T> CompletableFuture<T> call(final boolean repeatable, final Function<Attempt, CompletableFuture<T>> call) {
        if (closed) {
            return CompletableFuture.failedFuture(new EtcdException(Kind.CLOSED, "the client of etcd is closed"));
        }
        final long endNs = nowNs() + settings.requestTimeout().toNanos();
        return new Failover<>(this, endpoints, endNs, repeatable, call).start();
    }

    /** Sends a request and checks its answer. */
    CompletableFuture<Answer> exchange(
            final Attempt attempt, final String path, final JsonObject body, final Optional<String> token) {
        final URI endpoint = attempt.endpoint();
        final long known = fence.known();
        final long sentAtNs = nowNs();
        final CompletableFuture<HttpResponse<byte[]>> sent = send(request(endpoint, path, body, token),
                HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(), settings.maxResponseBytes()));
        return sent.copy()
                .orTimeout(attempt.endNs() - sentAtNs, TimeUnit.NANOSECONDS)
                .whenComplete((response, thrown) -> {
                    if (thrown != null) {
                        sent.cancel(true);
                    }
                })
                .handleAsync((response, thrown) -> {
                    if (thrown != null) {
                        throw failure(endpoint, thrown);
                    }
                    return answer(endpoint, response, known, sentAtNs);
                }, executor);
    }

    /** A request to the gateway. */
    HttpRequest request(
            final URI endpoint, final String path, final JsonObject body, final Optional<String> token) {
        final HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path))
                .header("Content-Type", "application/json")
                // A member without a leader shall say so instead of keeping us waiting.
                .header("Grpc-Metadata-hasleader", "true")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        token.ifPresent(text -> request.header("Authorization", text));
        return request.build();
    }

    /** Sends a request. */
    <T> CompletableFuture<HttpResponse<T>> send(final HttpRequest request, final HttpResponse.BodyHandler<T> handler) {
        requests.increment();
        try {
            return http.sendAsync(request, handler);
        } catch (final IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What the failure of an exchange means. */
    EtcdException failure(final URI endpoint, final Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof EtcdException etcd) {
            return etcd;
        }
        final Kind kind;
        if (closed) {
            kind = Kind.CLOSED;
        } else if (isBeforeSending(cause)) {
            kind = Kind.UNREACHABLE;
        } else {
            kind = Kind.UNANSWERED;
        }
        final String what = cause instanceof TimeoutException ? "no answer in time" : cause.toString();
        return new EtcdException(kind, 0, "etcd at " + endpoint + ": " + what, cause);
    }

    /** The error in an answer or in a message of a stream, if it is one; gateways differ by version. */
    static Optional<JsonObject> error(final JsonObject answer) {
        if (answer.get("error") instanceof JsonObject nested) {
            return Optional.of(nested);
        }
        final boolean isError = answer.has("error") || (answer.has("code") && answer.has("message"));
        return isError ? Optional.of(answer) : Optional.empty();
    }

    /** The failure that an error means. */
    static EtcdException error(final URI endpoint, final JsonObject error) {
        final String message = error.get("message") instanceof JsonPrimitive text ? text.getAsString()
                : error.get("error") instanceof JsonPrimitive text ? text.getAsString() : "an error without a message";
        final JsonElement code = error.has("grpc_code") ? error.get("grpc_code") : error.get("code");
        final int number = code instanceof JsonPrimitive primitive && primitive.isNumber()
                && primitive.getAsString().matches("[0-9]{1,3}") ? Integer.parseInt(primitive.getAsString()) : 0;
        return new EtcdException(Kind.ERROR, number, "etcd at " + endpoint + ": " + shortened(message), null);
    }

    /** The failure of a watch that etcd ended with this reason. */
    static EtcdException error(final URI endpoint, final String cancelReason) {
        return new EtcdException(Kind.ERROR, 0, "etcd at " + endpoint + " ended the watch: "
                + (cancelReason.isEmpty() ? "no reason given" : shortened(cancelReason)), null);
    }

    EtcdSettings settings() {
        return settings;
    }

    RevisionFence fence() {
        return fence;
    }

    Tokens tokens() {
        return tokens;
    }

    Executor executor() {
        return executor;
    }

    boolean isClosed() {
        return closed;
    }

    long nowNs() {
        return nanoClock.getAsLong();
    }

    void countFailure() {
        failed.increment();
    }

    /** Whether an endpoint failed lately while another one is thought to be well. */
    boolean hasBetterThan(final URI endpoint) {
        return endpoints.hasBetterThan(endpoint, nowNs());
    }

    /** Avoids an endpoint for a while, for what its user found out. */
    void blame(final URI endpoint, final EtcdException why) {
        endpoints.failed(endpoint, nowNs(), why);
    }

    private Answer answer(
            final URI endpoint, final HttpResponse<byte[]> response, final long known, final long sentAtNs) {
        final JsonObject json;
        try {
            json = EtcdJson.parse(response.body());
        } catch (final EtcdException e) {
            throw new EtcdException(e.kind(), 0, "etcd at " + endpoint + " answers with status "
                    + response.statusCode() + " and what is " + e.getMessage(), e);
        }
        final Optional<JsonObject> error = error(json);
        if (error.isPresent()) {
            throw error(endpoint, error.get());
        }
        if (response.statusCode() != 200) {
            throw EtcdException.malformed("etcd at " + endpoint + " answers with status " + response.statusCode());
        }
        // A stream of one message, as a keep-alive is, wraps it.
        final JsonObject body = EtcdJson.object(json, "result").orElse(json);
        final ResponseHeader header = ResponseHeader.of(body);
        fence.check(endpoint, header, known);
        return new Answer(body, header, sentAtNs);
    }

    private static boolean isBeforeSending(final Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException
                || (cause instanceof IOException && cause.getCause() instanceof UnresolvedAddressException);
    }

    /** What a server says goes into logs: not at any length. */
    private static String shortened(final String text) {
        final int longest = 200;
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }
}
