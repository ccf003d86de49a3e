package dev.directrix.director.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The probes against real sockets on loopback. */
class ProbeTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final HealthPolicy POLICY = new HealthPolicy(1, 1);
    /** For checks that end by themselves, on a slow machine too. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void shouldPassWhenTheServerAccepts() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
            final CheckResult result = Probe.run(target(server.getLocalPort()), tcp());
            assertThat(result.passed()).isTrue();
            assertThat(result.reason()).isEqualTo("connected");
            assertThat(result.tookNs()).isPositive();
        }
    }

    @Test
    void shouldSayThatTheConnectionWasRefused() throws Exception {
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(LOOPBACK, 0)); // has the port, so that nobody else listens there
            assertThat(Probe.run(target(silent.getLocalPort()), tcp())).satisfies(result -> {
                assertThat(result.passed()).isFalse();
                assertThat(result.reason()).isEqualTo("connect refused");
            });
        }
    }

    @Test
    void shouldAskForThePathAndHostAndPassOn2xxAnd3xx() throws Exception {
        for (final int status : new int[] {200, 204, 301, 399}) {
            final Exchange exchange = http("HTTP/1.1 " + status + " Some reason\r\nContent-Length: 2\r\n\r\nok",
                new ProbeKind.Http("/health?deep=1", "www.example.net"));
            assertThat(exchange.result.passed()).as("%d", status).isTrue();
            assertThat(exchange.result.reason()).isEqualTo("HTTP " + status);
            assertThat(exchange.request)
                .startsWith("GET /health?deep=1 HTTP/1.1\r\nHost: www.example.net\r\n")
                .contains("Connection: close\r\n");
        }
    }

    @Test
    void shouldNameTheServerInTheHostHeaderWhenNoneIsGiven() throws Exception {
        final Exchange exchange = http("HTTP/1.0 200 OK\r\n\r\n", new ProbeKind.Http("/", ""));
        assertThat(exchange.result.passed()).isTrue();
        assertThat(exchange.request).contains("\r\nHost: 127.0.0.1:" + exchange.port + "\r\n");
    }

    @Test
    void shouldFailOnOtherStatuses() throws Exception {
        for (final int status : new int[] {400, 404, 500, 503}) {
            final Exchange exchange = http("HTTP/1.1 " + status + "\r\n\r\n", new ProbeKind.Http("/", ""));
            assertThat(exchange.result.passed()).as("%d", status).isFalse();
            assertThat(exchange.result.reason()).isEqualTo("HTTP " + status);
        }
    }

    @Test
    void shouldWaitForTheFinalAnswerBehindAnInterimOne() throws Exception {
        final Exchange exchange = http("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 500 No\r\n\r\n",
            new ProbeKind.Http("/", ""));
        assertThat(exchange.result.reason()).isEqualTo("HTTP 500");
    }

    @Test
    void shouldFailOnAnswersThatAreNotHttp() throws Exception {
        assertThat(http("SSH-2.0-OpenSSH\r\n", new ProbeKind.Http("/", "")).result.reason())
            .isEqualTo("the answer is not HTTP");
        assertThat(http("HTTP/1.1 OK 200\r\n\r\n", new ProbeKind.Http("/", "")).result)
            .satisfies(r -> assertThat(r.passed()).isFalse());
        assertThat(http("HTTP/1.1 200 OK\r\nX: y", new ProbeKind.Http("/", "")).result.reason())
            .isEqualTo("connection closed before a complete HTTP header");
        assertThat(http("", new ProbeKind.Http("/", "")).result.passed()).isFalse();
    }

    @Test
    void shouldReadNoMoreThanABoundedHeader() throws Exception {
        final String endless = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(HttpProbe.MAX_HEADER_BYTES);
        assertThat(http(endless, new ProbeKind.Http("/", "")).result.reason())
            .isEqualTo("HTTP header longer than 16384 bytes");
    }

    @Test
    void shouldPassOnTheHeaderWhateverTheLengthOfTheBody() throws Exception {
        final String large = "HTTP/1.1 200 OK\r\n\r\n" + "z".repeat(4 * HttpProbe.MAX_BODY_BYTES);
        assertThat(http(large, new ProbeKind.Http("/", "")).result.reason()).isEqualTo("HTTP 200");
    }

    @Test
    void shouldTimeOutAsAWholeAgainstAServerThatTrickles() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
            final Thread trickle = Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept(); OutputStream out = socket.getOutputStream()) {
                    final String answer = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(600);
                    for (final byte c : answer.getBytes(StandardCharsets.US_ASCII)) {
                        out.write(c);
                        Thread.sleep(50);
                    }
                } catch (final IOException | InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            final CheckResult result = Probe.run(target(server.getLocalPort()),
                new CheckPlan(new ProbeKind.Http("/", ""), Duration.ofSeconds(1), Duration.ofMillis(200), POLICY));
            assertThat(result.passed()).isFalse();
            assertThat(result.reason()).isEqualTo("timeout after 200 ms");
            assertThat(Duration.ofNanos(result.tookNs())).as("long before the server ends")
                .isBetween(Duration.ofMillis(190), PATIENCE);
            trickle.interrupt();
            trickle.join();
        }
    }

    @Test
    void shouldSayInPlainWordsWhatTheNetworkSaid() {
        final Duration timeout = Duration.ofMillis(500);
        assertThat(Probe.reason(new SocketException("Network is unreachable"), timeout))
            .isEqualTo("network unreachable");
        assertThat(Probe.reason(new NoRouteToHostException("No route to host"), timeout)).isEqualTo("no route to host");
        assertThat(Probe.reason(new SocketException("Connection reset"), timeout)).isEqualTo("connection reset");
        assertThat(Probe.reason(new java.net.SocketTimeoutException("Connect timed out"), timeout))
            .isEqualTo("timeout after 500 ms");
        assertThat(Probe.reason(new IOException("Broken pipe"), timeout)).isEqualTo("Broken pipe");
    }

    private record Exchange(int port, String request, CheckResult result) {
    }

    /** Serves one canned answer to one check. */
    private static Exchange http(final String answer, final ProbeKind.Http kind) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
            final CompletableFuture<String> request = new CompletableFuture<>();
            final Thread serving = Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    final byte[] buffer = new byte[4096];
                    final int length = socket.getInputStream().read(buffer);
                    request.complete(new String(buffer, 0, Math.max(0, length), StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (final IOException e) {
                    request.completeExceptionally(e);
                }
            });
            final CheckResult result = Probe.run(target(server.getLocalPort()),
                new CheckPlan(kind, Duration.ofSeconds(1), PATIENCE, POLICY));
            serving.join();
            return new Exchange(server.getLocalPort(), request.get(), result);
        }
    }

    private static CheckTarget target(final int port) {
        return new CheckTarget("web", LOOPBACK, port);
    }

    private static CheckPlan tcp() {
        return new CheckPlan(new ProbeKind.Tcp(), Duration.ofSeconds(1), PATIENCE, POLICY);
    }
}
