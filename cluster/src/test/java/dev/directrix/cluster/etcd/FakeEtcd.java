package dev.directrix.cluster.etcd;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Something that speaks as etcd's gateway with nothing in its store; each path can be made to answer otherwise. */
final class FakeEtcd implements AutoCloseable {
    private static final String NO_KEYS = "{\"response_range\":{}}";

    /** Answers a request in its own way. */
    interface Lie {
        void answer(HttpExchange exchange, JsonObject question) throws IOException;
    }

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Lie> lies = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    volatile long revision = 10;
    volatile long cluster = 7;
    volatile long term = 2;

    FakeEtcd() {
        try {
            server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), EtcdProcess.freePort()), 50);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        say("/v3/kv/range", question -> "{" + header() + "}");
        say("/v3/kv/txn", question -> "{" + header() + ",\"succeeded\":true,\"responses\":["
            + String.join(",", NO_KEYS, NO_KEYS, NO_KEYS) + "]}");
        say("/v3/lease/grant", question -> "{" + header() + ",\"ID\":\"77\",\"TTL\":\"3\"}");
        say("/v3/lease/keepalive", question -> "{\"result\":{" + header() + ",\"ID\":\"77\",\"TTL\":\"3\"}}\n");
        stream("/v3/watch");
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    String header() {
        return header(revision);
    }

    String header(final long ofRevision) {
        return header(ofRevision, term);
    }

    String header(final long ofRevision, final long ofTerm) {
        return "\"header\":{\"cluster_id\":\"" + cluster + "\",\"member_id\":\"1\",\"revision\":\"" + ofRevision
            + "\",\"raft_term\":\"" + ofTerm + "\"}";
    }

    /** Answers a path with this text. */
    FakeEtcd say(final String path, final Function<JsonObject, String> answer) {
        return lie(path, (exchange, question) -> {
            final byte[] body = answer.apply(question).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    /** Confirms a watch, says these lines, and leaves it open. */
    FakeEtcd stream(final String path, final String... results) {
        return lie(path, (exchange, question) -> {
            exchange.sendResponseHeaders(200, 0);
            line(exchange, "{" + header() + ",\"created\":true}");
            for (final String result : results) {
                line(exchange, result);
            }
            awaitClose();
        });
    }

    FakeEtcd lie(final String path, final Lie lie) {
        lies.put(path, lie);
        return this;
    }

    long timesAsked(final String path) {
        return asked.stream().filter(path::equals).count();
    }

    void awaitClose() {
        try {
            closed.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(final HttpExchange exchange) throws IOException {
        final String path = exchange.getRequestURI().getPath();
        asked.add(path);
        final String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        lies.get(path).answer(exchange, JsonParser.parseString(body).getAsJsonObject());
    }

    private static void line(final HttpExchange exchange, final String result) throws IOException {
        exchange.getResponseBody().write(("{\"result\":" + result + "}\n").getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }
}
