package dev.directrix.director.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.directrix.director.control.OperationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} (Prometheus), {@code /healthz} (the process answers) and {@code /readyz} (at least one VIP is
 * announced and not draining).
 */
public final class AdminServer implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor;

    private AdminServer(final HttpServer server, final ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Binds the address and serves it until {@link #close}.
     *
     * @param view what to show; may throw {@link OperationException} while there is nothing to show
     * @throws UncheckedIOException with one line that says what to do, if the address cannot be had
     */
    public static AdminServer open(final InetSocketAddress address, final Supplier<AdminView> view) {
        final HttpServer server;
        try {
            server = HttpServer.create(address, 16);
        } catch (final IOException e) {
            final String at = address.getAddress().getHostAddress() + ":" + address.getPort();
            throw new UncheckedIOException("admin address " + at + " cannot be had (" + e.getMessage()
                + "): stop what has it, or choose another node.admin", e);
        }
        final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        server.createContext("/", exchange -> answer(exchange, view));
        server.start();
        return new AdminServer(server, executor);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private record Answer(int status, String type, String body) {

        static Answer text(final int status, final String body) {
            return new Answer(status, TEXT, body + "\n");
        }
    }

    private static void answer(final HttpExchange exchange, final Supplier<AdminView> view) throws IOException {
        try (exchange) {
            final String method = exchange.getRequestMethod();
            final boolean head = method.equals("HEAD");
            final Answer answer = head || method.equals("GET")
                ? get(exchange.getRequestURI().getPath(), view) : Answer.text(405, "only GET and HEAD are served");
            final byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static Answer get(final String path, final Supplier<AdminView> view) {
        try {
            return switch (path) {
                case "/healthz" -> Answer.text(200, "alive");
                case "/readyz" -> {
                    final Optional<String> unready = view.get().unready();
                    yield Answer.text(unready.isEmpty() ? 200 : 503, unready.orElse("ready"));
                }
                case "/metrics" -> new Answer(200, PROMETHEUS, Metrics.text(view.get()));
                default -> Answer.text(404, "there are /metrics, /healthz and /readyz");
            };
        } catch (final OperationException e) {
            return Answer.text(503, e.getMessage());
        }
    }
}
