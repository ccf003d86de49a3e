package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.director.admin.AdminServer;
import dev.directrix.director.admin.AdminView;
import dev.directrix.director.config.CheckConfig;
import dev.directrix.director.config.CheckTiming;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.config.NodeConfig;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.control.ControlClient;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.RampRequest;
import dev.directrix.director.control.VipState;
import dev.directrix.director.health.Checks;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.director.reconcile.CpuTimes;
import dev.directrix.director.state.CommandStore;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.DatapathConfig;
import dev.directrix.maglev.Seed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A director with its real socket, admin address, speaker and checks on loopback; only the datapath is a fake. */
class DirectorOnLoopbackTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    /** Nobody accepts: every check of a test stays in the queue. */
    private static final int BACKLOG = 2_000;

    @TempDir
    private Path directory;
    private final Loopback platform = new Loopback();

    @Test
    void shouldFollowARealServerDownAndUp() throws Exception {
        final ServerSocket first = new ServerSocket(0, BACKLOG, LOOPBACK);
        try (Director director = Director.start(loaded(config(first.getLocalPort(), socket())), platform)) {
            final var client = new ControlClient(socket(), PATIENCE);
            await().atMost(PATIENCE).until(() -> reason(client).startsWith("ready, but no BGP session"));
            await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(client.status().servers().getFirst().lastCheck()).startsWith("connected in "));

            first.close();
            final long closedNs = System.nanoTime();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5))
                .until(() -> reason(client).equals("no healthy server in pool web"));
            assertThat(Duration.ofNanos(System.nanoTime() - closedNs))
                .as("interval x fall + timeout is 300 ms").isLessThan(Duration.ofSeconds(3));
            await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(client.servers().getFirst().lastCheck()).isEqualTo("connect refused"));

            try (ServerSocket second = new ServerSocket(first.getLocalPort(), BACKLOG, LOOPBACK)) {
                await().atMost(PATIENCE).until(() -> reason(client).startsWith("ready, but no BGP session"));
                assertThat(second.isBound()).isTrue();
            }
            assertThat(director.view().unready()).isPresent();
        } finally {
            first.close();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRememberCommandsInItsStateFile() {
        final DirectorConfig config = Configs.withNode(config(1, socket()), new NodeConfig("d1", List.of("eth0"),
            socket(), Optional.empty(), directory.resolve("lib/d1.state"), Optional.empty()));
        final var client = new ControlClient(socket(), PATIENCE);
        try (Director director = Director.start(loaded(config), platform)) {
            assertThat(director.operations().weights().weight()).isEqualTo(100);
            assertThat(client.setWeight(300, Optional.empty()).unkept()).isEmpty();
            assertThat(client.rampWeight(40, new RampRequest(Duration.ofHours(1), OptionalInt.empty()),
                Optional.of(Configs.VIP)).vips().getFirst().ramp()).isPresent();
            assertThat(client.shares(Optional.of(new RouterModel("frr-8", 8))).sets()).singleElement()
                .satisfies(set -> assertThat(set.router()).isEmpty());
        }
        try (Director again = Director.start(loaded(config), platform)) {
            assertThat(again.operations().weights().weight()).isEqualTo(300);
            assertThat(client.weights().vips().getFirst().ramp().orElseThrow().target()).isEqualTo(40);
            assertThat(client.resetWeight(Optional.empty()).weight()).isEqualTo(100);
        }
        assertThat(directory.resolve("lib/d1.state")).content().contains("\"vipWeights\": []");
    }

    @Test
    void shouldLeaveTheDirectorAloneWhoseSocketIsBusy() {
        try (Director director = Director.start(loaded(config(1, socket())), platform)) {
            final Loopback second = new Loopback();
            assertThatThrownBy(() -> Director.start(loaded(config(1, socket())), second))
                .isInstanceOf(StartException.class).hasMessageContaining(socket() + " is busy");
            assertThat(second.journal).as("no datapath was touched").isEmpty();
            assertThat(new ControlClient(socket(), PATIENCE).status().name()).isEqualTo(
                director.operations().status().name());
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRemoveItsSocketWhenTheAdminAddressIsTaken() {
        try (AdminServer other = AdminServer.open(new InetSocketAddress(LOOPBACK, 0), () -> {
            throw new IllegalStateException();
        })) {
            final DirectorConfig config =
                Configs.withSockets(config(1, socket()), socket(), Optional.of(other.address()));
            assertThatThrownBy(() -> Director.start(loaded(config), platform)).isInstanceOf(StartException.class)
                .hasMessageContaining("admin address 127.0.0.1:" + other.address().getPort());
        }
        assertThat(directory).isEmptyDirectory();
        assertThat(platform.journal).isEmpty();
    }

    @Test
    void shouldCloseTheDatapathWhenBgpCannotListen() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            final DirectorConfig plain = config(1, socket());
            final SpeakerConfig bgp = plain.bgp().orElseThrow();
            final DirectorConfig config = Configs.withBgp(plain, Optional.of(new SpeakerConfig(bgp.asn(),
                bgp.routerId(), Optional.of(new InetSocketAddress(LOOPBACK, taken.getLocalPort())),
                bgp.neighbors())));
            assertThatThrownBy(() -> Director.start(loaded(config), platform)).isInstanceOf(StartException.class)
                .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        assertThat(platform.journal).containsExactly("close datapath");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldStopQuicklyWhenNoRouterListens() {
        final Director director = Director.start(loaded(config(1, socket())), platform);
        director.stop();
        assertThat(director.awaitStopped()).isZero();
        assertThat(platform.journal).endsWith("close datapath");
        assertThat(Files.exists(socket())).isFalse();
    }

    private static String reason(final Operations director) {
        assertThat(director.status().vips().getFirst().state()).isEqualTo(VipState.WITHDRAWN);
        return director.status().vips().getFirst().reason().orElseThrow();
    }

    private Path socket() {
        return directory.resolve("control.sock");
    }

    private LoadedConfig loaded(final DirectorConfig config) {
        return Configs.loaded(config, Path.of("director.yaml"));
    }

    /** One server on loopback, checked every 100 ms; a neighbour that never answers. */
    private static DirectorConfig config(final int port, final Path socket) {
        final PoolConfig template = Configs.pool("web", "s1");
        final DirectorConfig config = Configs.config(100,
            List.of(Configs.vip(Configs.VIP, Configs.service(80, "web"))),
            new PoolConfig("web", template.forwarding(), template.scheduling(),
                List.of(new ServerConfig("s1", LOOPBACK, 1)), Optional.of(new CheckConfig.Tcp(
                    port, new CheckTiming(Duration.ofMillis(100), Duration.ofMillis(90), 1, 2)))));
        return Configs.withBgp(Configs.withSockets(config, socket, Optional.empty()), config.bgp().map(bgp ->
            bgp.withNeighbors(List.of(NeighborConfig.of(LOOPBACK, 65_000).withPort(1)))));
    }

    /** The machine, but for its datapath and its rights. */
    private static final class Loopback implements Platform {
        private final LinuxPlatform linux = new LinuxPlatform();
        private final List<String> journal = new CopyOnWriteArrayList<>();

        @Override
        public List<ConfigError> missing(final LoadedConfig loaded) {
            return List.of();
        }

        @Override
        public Membership openMembership(
                final DirectorConfig config, final Datapath datapath, final Seed seed, final Runnable changed,
            final UnaryOperator<String> answering) {
            return linux.openMembership(config, datapath, seed, changed, answering);
        }

        @Override
        public String forbidden(final DirectorConfig config) {
            return "";
        }

        @Override
        public LoadedConfig load(final Path file) {
            return linux.load(file);
        }

        @Override
        public AutoCloseable openControl(final Path socket, final Operations operations) {
            return linux.openControl(socket, operations);
        }

        @Override
        public AutoCloseable openAdmin(final InetSocketAddress address, final Supplier<AdminView> view) {
            return linux.openAdmin(address, view);
        }

        @Override
        public CommandStore commands(final NodeConfig node) {
            return linux.commands(node);
        }

        @Override
        public Datapath openDatapath(final DatapathConfig config) {
            return new FakeDatapath(journal);
        }

        @Override
        public Routing startRouting(
            final SpeakerConfig config, final boolean resting, final SpeakerListener listener) {
            return linux.startRouting(config, resting, listener);
        }

        @Override
        public Checks openChecks(final Checks.ResultListener listener) {
            return linux.openChecks(listener);
        }

        @Override
        public void tellSupervisor(final String assignments) {
            linux.tellSupervisor(assignments);
        }

        @Override
        public CpuTimes cpuTimes() {
            return linux.cpuTimes();
        }

        @Override
        public long nowMs() {
            return linux.nowMs();
        }
    }
}
