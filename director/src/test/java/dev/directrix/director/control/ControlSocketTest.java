package dev.directrix.director.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.directrix.director.config.ConfigException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlSocketTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);
    /** A client can surely connect and write within this. */
    private static final Duration AMPLE = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private final FakeOperations operations = new FakeOperations();

    private Path path() {
        return folder.resolve("run/control.sock");
    }

    private ControlClient client() {
        return new ControlClient(path(), LONG);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(path().getParent())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String exchange(final String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldCarryEveryOperation() {
        try (ControlServer _ = ControlServer.open(path(), operations)) {
            final ControlClient client = client();
            final ServerName server = ServerName.parse("web/s1");

            assertThat(client.status()).isEqualTo(Reports.STATUS);
            assertThat(client.weights()).isEqualTo(Reports.WEIGHTS);
            assertThat(client.setWeight(300, Optional.empty())).isEqualTo(Reports.WEIGHTS);
            assertThat(client.setWeight(50, Optional.of(Reports.DARK_VIP))).isEqualTo(Reports.WEIGHTS);
            assertThat(client.resetWeight(Optional.empty())).isEqualTo(Reports.WEIGHTS);
            assertThat(client.drain(Optional.of(Reports.VIP),
                new DrainRequest(Duration.ofSeconds(9), true, Optional.of("back at noon"))))
                .isEqualTo(Reports.DRAINING);
            assertThat(client.drains(Optional.of(Reports.VIP))).isEqualTo(Reports.DRAINED);
            assertThat(client.undrain(Optional.empty())).isEqualTo(Reports.UNDRAINED);
            assertThat(client.restart(new RestartRequest(Duration.ofSeconds(8), Optional.of("new release"))))
                .isEqualTo(Reports.DRAINING);
            assertThat(client.servers()).isEqualTo(Reports.SERVERS);
            assertThat(client.setServerWeight(server, 3)).isEqualTo(Reports.server(2));
            assertThat(client.drainServer(server)).isEqualTo(Reports.server(3));
            assertThat(client.enableServer(ServerName.parse("s1"))).isEqualTo(Reports.server(2));
            assertThat(client.flow(Reports.QUERY)).isEqualTo(Reports.FLOW);
            assertThat(client.flows(5)).isEqualTo(Reports.FLOWS);
            assertThat(client.neighbors(Optional.empty())).isEqualTo(Reports.NEIGHBORS);
            assertThat(client.neighbors(Optional.of("10.0.1.1"))).isEqualTo(List.of(Reports.NEIGHBORS.getFirst()));
            assertThat(client.routes(Optional.empty(), Optional.empty())).isEqualTo(Reports.ROUTES);
            assertThat(client.routes(Optional.of("eth0"), Optional.of(Reports.VIP))).isEqualTo(Reports.ROUTES);
            assertThat(client.forecast(List.of("server drain s1"))).isEqualTo(Reports.FORECAST);
            assertThat(client.cluster()).isEqualTo(Reports.CLUSTER);
            assertThat(client.membersOff(List.of("d2", "d3"))).isEqualTo(Reports.CLUSTER);
            assertThat(client.reload()).isEqualTo(Reports.RELOAD);
            client.announcementsChanged("d2");
        }
        assertThat(operations.calls()).containsExactly("status", "weights", "weight 300", "weight 50 of 192.0.2.11",
            "reset weight", "drain of 192.0.2.10 within 9 s by force saying back at noon",
            "drains of 192.0.2.10", "undrain",
            "restart within 8 s: new release", "servers", "weight 3 of server web/s1",
            "drain server web/s1", "enable server s1", "flow tcp 198.51.100.7:40000 192.0.2.10:80", "flows 5",
            "neighbors", "neighbors 10.0.1.1", "routes", "routes to eth0 of 192.0.2.10", "forecast server drain s1",
            "cluster", "off d2 d3", "reload", "announcements of d2 changed");
    }

    @Test
    void shouldBeForItsOwnerOnlyAndLeaveNothingElseBehind() throws IOException {
        try (ControlServer _ = ControlServer.open(path(), operations)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
            assertThat(names()).containsExactly("control.sock");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldSayThatAnotherDirectorIsThere() throws IOException {
        try (ControlServer _ = ControlServer.open(path(), operations)) {
            assertThatExceptionOfType(ControlException.class)
                .isThrownBy(() -> ControlServer.open(path(), new FakeOperations()))
                .withMessage("control socket " + path() + " is busy: another director answers there;"
                    + " stop it, or give this one another node.control-socket");
            assertThat(names()).containsExactly("control.sock");
            assertThat(client().weights()).isEqualTo(Reports.WEIGHTS);
        }
    }

    @Test
    void shouldReplaceTheSocketOfADirectorThatDied() throws IOException {
        Files.createDirectories(path().getParent());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(path()).exists();

        try (ControlServer _ = ControlServer.open(path(), operations)) {
            assertThat(client().weights()).isEqualTo(Reports.WEIGHTS);
            assertThat(names()).containsExactly("control.sock");
        }
    }

    @Test
    void shouldNotReplaceWhatIsNoSocket() throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), "precious");

        assertThatExceptionOfType(ControlException.class).isThrownBy(() -> ControlServer.open(path(), operations))
            .withMessage("control socket " + path() + " cannot be made: something else has that name;"
                + " remove it, or choose another node.control-socket");
        assertThat(path()).hasContent("precious");
        assertThat(names()).containsExactly("control.sock");
    }

    @Test
    void shouldLetOneOfManyHaveTheSocket() throws Exception {
        for (int round = 0; round < 20; round++) {
            final List<ControlServer> winners = new ArrayList<>();
            final CountDownLatch start = new CountDownLatch(1);
            final Callable<ControlServer> opening = () -> {
                start.await();
                return ControlServer.open(path(), operations);
            };
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                final List<Future<ControlServer>> attempts = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    attempts.add(threads.submit(opening));
                }
                start.countDown();
                for (final Future<ControlServer> attempt : attempts) {
                    try {
                        winners.add(attempt.get());
                    } catch (final ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(ControlException.class).hasMessageContaining("is busy");
                    }
                }
            }
            assertThat(winners).hasSize(1);
            assertThat(client().weights()).isEqualTo(Reports.WEIGHTS);
            winners.getFirst().close();
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void shouldNotRemoveTheSocketOfItsSuccessor() throws IOException {
        final ControlServer first = ControlServer.open(path(), operations);
        Files.delete(path());
        try (ControlServer _ = ControlServer.open(path(), operations)) {
            first.close();
            assertThat(client().weights()).isEqualTo(Reports.WEIGHTS);
        }
    }

    @Test
    void shouldSayThatNoDirectorAnswers() throws IOException {
        final ControlClient client = client();

        assertThatExceptionOfType(NoDirectorException.class).isThrownBy(client::status)
            .withMessage("no director answers at " + path() + ": there is no such socket; is it running?"
                + " --control names another socket");
        Files.createDirectories(path().getParent());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThatExceptionOfType(NoDirectorException.class).isThrownBy(client::status)
            .withMessage("no director answers at " + path()
                + ": Connection refused; is it running, and are you root?");
    }

    @Test
    void shouldGiveUpOnADirectorThatHangs() throws IOException {
        Files.createDirectories(path().getParent());
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(path()));

            assertThatExceptionOfType(NoDirectorException.class)
                .isThrownBy(() -> new ControlClient(path(), SHORT).status())
                .withMessage("no director answers at " + path() + ": it took longer than 200ms; see its log");
        }
    }

    @Test
    void shouldCarryErrors() {
        try (ControlServer _ = ControlServer.open(path(), operations)) {
            operations.fail(new OperationException("there is no VIP 192.0.2.99; see 'directrix status'"));
            assertThatExceptionOfType(OperationException.class).isThrownBy(() -> client().drains(Optional.empty()))
                .withMessage("there is no VIP 192.0.2.99; see 'directrix status'");

            operations.failWithInvalidConfig();
            assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> client().reload())
                .withMessage("d1.yaml:3:9: weight: 0 is out of range\nd1.yaml:9:1: unknown key 'x'");

            operations.fail(new IllegalStateException("a secret detail"));
            assertThatExceptionOfType(ControlException.class).isThrownBy(() -> client().status())
                .withMessage("the director has a fault (IllegalStateException); see its log");
        }
    }

    @Test
    void shouldRefuseWhatIsNoRequest() throws IOException {
        try (ControlServer _ = ControlServer.open(path(), operations)) {
            assertThat(exchange("hello\n")).startsWith(
                "{\"version\":1,\"ok\":false,\"error\":{\"code\":\"bad-request\",\"message\":\"not JSON at char");
            assertThat(exchange("{\"version\":2,\"command\":\"status\",\"arguments\":{}}\n")).contains(
                "{\"code\":\"version\",\"message\":\"this director speaks version 1 of the control protocol, not 2;");
            assertThat(exchange("{\"version\":1,\"command\":\"explode\",\"arguments\":{}}\n"))
                .contains("there is no command 'explode'");
            assertThat(exchange("{\"version\":1,\"command\":\"set-weight\",\"arguments\":{\"weight\":\"x\"}}\n"))
                .contains("field 'weight' is not a number");
            assertThat(exchange("{\"version\":1,\"command\":\"drain\",\"arguments\":{\"vip\":\"example.net\"}}\n"))
                .contains("'example.net' is not an IP address");
            assertThat(exchange("{\"version\":1,\"command\":\"flows\",\"arguments\":{\"top\":10001}}\n"))
                .contains("top 10001 is not within 0..10000");
            assertThat(operations.calls()).isEmpty();
        }
    }

    @Test
    void shouldRefuseRequestsThatAreTooLong() throws IOException {
        final ControlLimits limits = new ControlLimits(100, 4, LONG, LONG);
        try (ControlServer _ = ControlServer.open(path(), operations, limits)) {
            final String answer = exchange("x".repeat(101));
            assertThat(answer).isEqualTo("{\"version\":1,\"ok\":false,\"error\":{\"code\":\"bad-request\","
                + "\"message\":\"a request is one line of at most 100 octets\"}}\n");
        }
    }

    @Test
    void shouldNotWaitForClientsThatAreSlow() throws IOException {
        final ControlLimits limits = new ControlLimits(1000, 2, AMPLE, LONG);
        try (ControlServer _ = ControlServer.open(path(), operations, limits);
             SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(path()));
             SocketChannel halting = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            halting.write(ByteBuffer.wrap("{\"version\"".getBytes(StandardCharsets.UTF_8)));

            assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(halting.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            // their places are free a moment after their connections have ended
            await().atMost(LONG).ignoreExceptionsMatching(e -> String.valueOf(e.getMessage()).contains("try again"))
                .untilAsserted(() -> assertThat(client().weights()).isEqualTo(Reports.WEIGHTS));
        }
    }

    @Test
    void shouldTellOneClientTooManyToComeBack() throws IOException {
        final ControlLimits limits = new ControlLimits(1000, 1, LONG, LONG);
        try (ControlServer _ = ControlServer.open(path(), operations, limits);
             SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            assertThatExceptionOfType(ControlException.class).isThrownBy(() -> {
                while (true) {
                    client().weights();
                }
            }).withMessage("the director serves 1 clients already; try again");
        }
    }

    @Test
    void shouldEndConnectionsWhenItCloses() throws IOException {
        final ControlServer server = ControlServer.open(path(), operations);
        try (SocketChannel idle = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            assertThat(client().weights()).isEqualTo(Reports.WEIGHTS);
            server.close();

            assertThat(idle.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThatExceptionOfType(NoDirectorException.class).isThrownBy(() -> client().weights());
            server.close();
        }
    }
}
