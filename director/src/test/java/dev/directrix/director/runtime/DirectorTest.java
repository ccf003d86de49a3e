package dev.directrix.director.runtime;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.director.config.ClusterConfig;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.EtcdConfig;
import dev.directrix.director.config.NodeConfig;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.DrainRequest;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.control.FlowQuery;
import dev.directrix.director.control.FlowReason;
import dev.directrix.director.control.FlowReport;
import dev.directrix.director.control.Health;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.RampRequest;
import dev.directrix.director.control.RestartRequest;
import dev.directrix.director.control.ServerName;
import dev.directrix.director.control.ServerReport;
import dev.directrix.director.control.TableForecast;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightOrigin;
import dev.directrix.director.control.WeightReport;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.WeightCommand;
import dev.directrix.forwarder.epoch.SlotMode;
import dev.directrix.forwarder.pipeline.ClusterDecision;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A director's whole life on a machine of fakes, with its real threads. */
class DirectorTest {

    private static final Path FILE = Path.of("director.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakePlatform platform = new FakePlatform();

    @Test
    void shouldStartInOrderAnnounceAndTellTheSupervisor() {
        try (Director director = start(withAdmin())) {
            announced();
            assertThat(platform.journal).containsSubsequence(
                "open control", "open admin", "open datapath", "open routing", "open checks", "warm",
                "announce [192.0.2.10=100]");
            assertThat(platform.supervisor).contains("READY=1", "STATUS=announcing 1 of 1 VIPs, 2 of 2 servers up");
            assertThat(director.view().unready()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"control", "admin", "datapath", "routing", "checks", "first reconcile"})
    void shouldLeaveNothingBehindWhenAnyStepFails(final String step) {
        final Set<String> before = threads();
        platform.failing = Optional.of(step);
        assertThatThrownBy(() -> start(withAdmin())).isInstanceOf(StartException.class)
            .hasMessageContaining(step + " refused");
        final List<String> opened = new ArrayList<>(platform.journal.stream()
            .filter(line -> line.startsWith("open ")).map(line -> line.substring(5)).toList());
        final List<String> closed = platform.journal.stream()
            .filter(line -> line.startsWith("close ")).map(line -> line.substring(6)).toList();
        assertThat(closed).as("the last first").isEqualTo(opened.reversed());
        assertThat(platform.supervisor).doesNotContain("READY=1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    @Test
    void shouldSayInOneLineThatTheMembersCannotBeLinked() {
        platform.unlinked = Optional.of("cluster.listen 10.0.9.11:7400 cannot be opened: address in use");
        final DirectorConfig alone = Configs.web();
        final DirectorConfig member = Configs.withCluster(alone, alone.maglev(), new ClusterConfig("edge1",
            new EtcdConfig(List.of(URI.create("http://10.0.9.5:2379")), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty()), new InetSocketAddress("10.0.9.11", 7400), Optional.empty(),
            ClusterConfig.Times.DEFAULT, ClusterConfig.DEFAULT_EXCEPTIONS, Optional.empty(),
            ClusterConfig.PartlyDead.DEFAULT));
        assertThatThrownBy(() -> start(member)).isInstanceOf(StartException.class)
            .hasMessage("cluster.listen 10.0.9.11:7400 cannot be opened: address in use");
    }

    @Test
    void shouldNameWhatTheMachineLacksAndOpenNothing() {
        platform.missing = List.of(Configs.source(FILE).error("node.interfaces", "there is no interface eth0"));
        assertThatThrownBy(() -> start(Configs.web())).isInstanceOf(ConfigException.class)
            .hasMessage("director.yaml:3:15: there is no interface eth0");
        platform.missing = List.of();
        platform.forbidden = "this process lacks CAP_BPF";
        assertThatThrownBy(() -> start(Configs.web())).isInstanceOf(StartException.class)
            .hasMessage("this process lacks CAP_BPF");
        assertThat(platform.journal).isEmpty();
    }

    @Test
    void shouldDrainWithdrawCeaseAndCloseWhenStopped() {
        final Set<String> before = threads();
        final Director director = start(withAdmin());
        announced();
        director.stop();
        await().atMost(PATIENCE).until(() -> {
            platform.clock.addAndGet(200);
            return platform.journal.contains("close control");
        });
        assertThat(director.awaitStopped()).isZero();
        assertThat(platform.journal).containsSubsequence("announce [192.0.2.10=100 draining]", "announce []",
            "cease shutdown by operator", "close checks", "close routing", "close datapath", "close admin",
            "close control");
        assertThat(platform.supervisor).contains("STOPPING=1\nSTATUS=draining");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    @Test
    void shouldRestartWithAStatusOfItsOwnAndTheOperatorsWords() {
        final Director director = start(Configs.web());
        announced();
        final DrainReport report = director.operations().restart(
            new RestartRequest(Duration.ofSeconds(20), Optional.of("new release")));
        assertThat(report.drains()).singleElement()
            .satisfies(it -> assertThat(it.stage()).isEqualTo(DrainStage.DRAINING));
        assertThatThrownBy(() -> director.operations().restart(new RestartRequest(Duration.ofSeconds(20),
            Optional.empty()))).hasMessage("the director is stopping already");
        await().atMost(PATIENCE).until(() -> {
            platform.clock.addAndGet(200);
            return platform.journal.contains("close control");
        });
        assertThat(director.awaitStopped()).isEqualTo(Director.RESTART_STATUS);
        assertThat(platform.journal).containsSubsequence("announce [192.0.2.10=100 draining]", "announce []",
            "cease new release");
        assertThat(platform.kept.get()).as("it is not drained when it comes back").isEqualTo(Overrides.NONE);
    }

    @Test
    void shouldGiveARestartUpWhenItsFlowsDoNotMoveOrWhenToldTo() {
        try (Director director = start(Configs.web())) {
            announced();
            final Operations operations = director.operations();
            operations.restart(new RestartRequest(Duration.ofSeconds(2), Optional.empty()));
            platform.journal.clear();
            await().atMost(PATIENCE).until(() -> {
                platform.datapath.forward(VIP, 1_000);
                platform.clock.addAndGet(200);
                return platform.journal.contains("announce [192.0.2.10=100]");
            });
            await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(operations.status().state()).isEqualTo(DirectorState.RUNNING));
            assertThat(operations.drains(Optional.empty()).drains()).isEmpty();

            operations.restart(new RestartRequest(Duration.ofSeconds(60), Optional.empty()));
            assertThat(operations.status().state()).isEqualTo(DirectorState.STOPPING);
            assertThat(operations.undrain(Optional.empty()).drains()).isEmpty();
            assertThat(operations.status().state()).isEqualTo(DirectorState.RUNNING);
            director.stop();
            await().atMost(PATIENCE).until(() -> {
                platform.clock.addAndGet(200);
                return platform.journal.contains("close routing");
            });
            assertThat(director.awaitStopped()).as("stopped, not restarted").isZero();
        }
    }

    @Test
    void shouldNotWaitForFlowsWhenStoppedTwice() {
        final Director director = start(Configs.web());
        announced();
        director.stop();
        await().atMost(PATIENCE).until(() -> platform.journal.contains("announce [192.0.2.10=100 draining]"));
        director.stop();
        await().atMost(PATIENCE).until(() -> platform.journal.contains("announce []"));
        platform.clock.addAndGet(Departure.HASTY_LINGER_MS);
        assertThat(director.awaitStopped()).isZero();
    }

    @Test
    void shouldCloseTwiceWithoutHarm() {
        final Director director = start(Configs.web());
        director.close();
        director.close();
        assertThat(director.awaitStopped()).isZero();
        assertThat(platform.journal).containsOnlyOnce("close datapath");
    }

    @Test
    void shouldTakeCommandsAndShowThem() {
        try (Director director = start(Configs.web())) {
            announced();
            final Operations operations = director.operations();
            assertThat(operations.setWeight(300, Optional.empty()).weight()).isEqualTo(300);
            assertThat(platform.journal).endsWith("announce [192.0.2.10=300]");
            assertThat(operations.resetWeight(Optional.empty()).weight()).isEqualTo(100);
            final DrainReport drain = operations.drain(Optional.of(VIP), DrainRequest.DEFAULT);
            assertThat(drain.vips()).singleElement()
                .satisfies(vip -> assertThat(vip.state()).isEqualTo(VipState.DRAINING));
            assertThat(drain.drains()).singleElement().satisfies(it -> {
                assertThat(it.stage()).isEqualTo(DrainStage.DRAINING);
                assertThat(it.timeout()).isEqualTo(DrainRequest.DEFAULT.timeout());
            });
            assertThat(operations.drains(Optional.empty()).over()).isFalse();
            final DrainReport back = operations.undrain(Optional.empty());
            assertThat(back.vips()).singleElement()
                .satisfies(vip -> assertThat(vip.state()).isEqualTo(VipState.ANNOUNCED));
            assertThat(back.drains()).isEmpty();
            assertThat(operations.setServerWeight(ServerName.parse("s1"), 7).servers()).singleElement()
                .satisfies(server -> assertThat(List.of(server.weight(), server.configuredWeight()))
                    .containsExactly(7, 1));
            final ServerReport drained = operations.drainServer(ServerName.parse("web/s1")).servers().getFirst();
            assertThat(drained.draining()).isTrue();
            assertThat(drained.slots()).as("the command returns when new flows go elsewhere").isZero();
            assertThat(operations.enableServer(ServerName.parse("s1")).servers().getFirst())
                .satisfies(server -> assertThat(server.weight()).isEqualTo(1))
                .satisfies(server -> assertThat(server.draining()).isFalse())
                .satisfies(server -> assertThat(server.health()).isEqualTo(Health.UP))
                .satisfies(server -> assertThat(server.lastCheck()).isEqualTo("connected in 1.0 ms"));
        }
    }

    @Test
    void shouldAnnounceAVipWithItsOwnWeightOfTheFile() {
        final DirectorConfig config = Configs.config(100, List.of(
            Configs.weighing(Configs.vip(VIP, Configs.service(80, "web")), 40),
            Configs.vip(Configs.address("192.0.2.11"), Configs.service(80, "web"))), Configs.pool("web", "s1"));
        try (Director director = start(config)) {
            await().atMost(PATIENCE).until(() ->
                platform.journal.contains("announce [192.0.2.10=40, 192.0.2.11=100]"));
            final Operations operations = director.operations();
            assertThat(operations.weights().vips()).extracting(WeightReport.VipWeight::origin)
                .containsExactly(WeightOrigin.VIP_CONFIG, WeightOrigin.CONFIG);
            assertThat(operations.setWeight(300, Optional.empty()).vips())
                .extracting(WeightReport.VipWeight::weight).containsExactly(300, 300);
            assertThat(operations.resetWeight(Optional.empty()).vips())
                .extracting(WeightReport.VipWeight::weight).containsExactly(40, 100);
        }
    }

    @Test
    void shouldKeepWhatWasCommandedOverARestart() {
        try (Director director = start(Configs.web())) {
            announced();
            director.operations().setWeight(300, Optional.empty());
            director.operations().setServerWeight(ServerName.parse("s1"), 7);
            assertThat(director.operations().setWeight(40, Optional.of(VIP)).unkept()).isEmpty();
        }
        platform.journal.clear();
        try (Director again = start(Configs.web())) {
            await().atMost(PATIENCE).until(() -> platform.journal.contains("announce [192.0.2.10=40]"));
            assertThat(again.operations().servers().getFirst().weight()).isEqualTo(7);
            assertThat(platform.journal).as("never with the file's weight").doesNotContain("announce [192.0.2.10=100]");
            assertThat(again.operations().resetWeight(Optional.of(VIP)).vips().getFirst().weight()).isEqualTo(300);
            assertThat(again.operations().resetWeight(Optional.empty()).vips().getFirst().weight()).isEqualTo(100);
            again.operations().enableServer(ServerName.parse("s1"));
        }
        assertThat(platform.kept.get()).isEqualTo(Overrides.NONE);
    }

    @Test
    void shouldChangeAWeightStepByStepOverARestart() {
        try (Director director = start(Configs.web())) {
            announced();
            final WeightReport report = director.operations().rampWeight(
                70, new RampRequest(Duration.ofSeconds(3), OptionalInt.of(10)), Optional.empty());
            assertThat(report.vips().getFirst().weight()).isEqualTo(100);
            assertThat(report.vips().getFirst().ramp()).hasValueSatisfying(ramp -> {
                assertThat(List.of(ramp.from(), ramp.target(), ramp.step(), ramp.nextWeight()))
                    .containsExactly(100, 70, 10, 90);
                assertThat(ramp.doneIn()).isEqualTo(Duration.ofSeconds(3));
            });
            platform.clock.addAndGet(1_000);
            await().atMost(PATIENCE).until(() -> platform.journal.contains("announce [192.0.2.10=90]"));
            assertThatThrownBy(() -> director.operations().rampWeight(70,
                new RampRequest(Duration.ofSeconds(3), OptionalInt.of(1)), Optional.empty()))
                .isInstanceOf(OperationException.class).hasMessageContaining("more than one change a second");
        }
        platform.journal.clear();
        platform.clock.addAndGet(1_000);
        try (Director again = start(Configs.web())) {
            await().atMost(PATIENCE).until(() -> platform.journal.contains("announce [192.0.2.10=80]"));
            platform.clock.addAndGet(1_000);
            await().atMost(PATIENCE).until(() -> platform.journal.contains("announce [192.0.2.10=70]"));
            assertThat(again.operations().weights().vips().getFirst().ramp()).isEmpty();
            assertThat(again.operations().resetWeight(Optional.empty()).weight()).isEqualTo(100);
        }
    }

    @Test
    void shouldStayDrainedOverARestartUntilToldOtherwise() {
        try (Director director = start(Configs.web())) {
            announced();
            director.operations().drain(Optional.empty(), DrainRequest.DEFAULT);
        }
        platform.journal.clear();
        try (Director again = start(Configs.web())) {
            await().atMost(PATIENCE).until(() -> again.operations().status().servers().stream()
                .allMatch(server -> server.health() == Health.UP && server.slots() > 0));
            assertThat(again.operations().status().vips().getFirst().state()).isEqualTo(VipState.DRAINED);
            assertThat(platform.journal).noneMatch(line -> line.startsWith("announce [1"));
            again.operations().undrain(Optional.empty());
            announced();
        }
    }

    @Test
    void shouldForgetCommandsAboutWhatTheFileHasNoMore() {
        platform.kept.set(Overrides.NONE.withWeight(9, Optional.of(Configs.address("192.0.2.99")))
            .withWeight(300, Optional.empty()).withServerDrain(new ServerKey("web", Configs.server("s9"))));
        try (Director director = start(Configs.web())) {
            await().atMost(PATIENCE).until(() -> platform.journal.contains("announce [192.0.2.10=300]"));
            assertThat(platform.kept.get()).isEqualTo(Overrides.NONE.withWeight(300, Optional.empty()));
            platform.file = Configs.config(100, List.of(Configs.vip(
                Configs.address("192.0.2.11"), Configs.service(80, "web"))), Configs.pool("web", "s1", "s2"));
            director.operations().setWeight(40, Optional.of(VIP));
            director.operations().reload();
            assertThat(platform.kept.get()).as("a reload forgets on the disk too")
                .isEqualTo(Overrides.NONE.withWeight(300, Optional.empty()));
        }
    }

    @Test
    void shouldStartAndSayItWhenCommandsCannotBeKept() {
        try (Director director = start(Configs.web())) {
            announced();
            platform.storeFails = Optional.of("/x/d1.state cannot be written: Read-only file system");
            final WeightReport report = director.operations().setWeight(300, Optional.empty());
            assertThat(report.weight()).isEqualTo(300);
            assertThat(report.unkept()).hasValue("/x/d1.state cannot be written: Read-only file system");
            assertThat(director.operations().drain(Optional.empty(), DrainRequest.DEFAULT).unkept())
                .isEqualTo(report.unkept());
            assertThat(director.operations().undrain(Optional.empty()).unkept()).isEqualTo(report.unkept());
            assertThat(director.operations().drainServer(ServerName.parse("s1")).unkept()).isEqualTo(report.unkept());
            platform.storeFails = Optional.empty();
            assertThat(director.operations().setWeight(300, Optional.empty()).unkept()).isEmpty();
            assertThat(platform.kept.get().weight()).hasValue(WeightCommand.of(300));
        }
    }

    @Test
    void shouldBeTheLastResortUntilToldWhenItIsNotKnownWhatWasCommanded() {
        platform.storeFails = Optional.of("/x/d1.state is damaged");
        try (Director director = start(Configs.web())) {
            await().atMost(PATIENCE).until(() -> platform.journal.contains("announce [192.0.2.10=100 draining]"));
            for (int i = 0; i < 400; i++) {
                platform.clock.addAndGet(200);
            }
            final Operations operations = director.operations();
            assertThat(operations.drains(Optional.empty()).drains()).singleElement()
                .satisfies(it -> assertThat(it.stage()).isEqualTo(DrainStage.LAST_RESORT));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(operations.status().vips().getFirst().reason())
                .hasValueSatisfying(why -> assertThat(why).contains("last resort", "directrix undrain")));
            platform.storeFails = Optional.empty();
            operations.setWeight(300, Optional.empty());
            assertThat(platform.journal).endsWith("announce [192.0.2.10=300 draining]");
            assertThat(platform.kept.get().drained()).as("a doubt is no command").isFalse();
            assertThat(operations.undrain(Optional.of(VIP)).drains()).isEmpty();
            assertThat(platform.journal).endsWith("announce [192.0.2.10=300]");
        }
    }

    @Test
    void shouldRefuseCommandsAboutWhatIsNotThere() {
        try (Director director = start(Configs.web())) {
            final Operations operations = director.operations();
            final Optional<InetAddress> stranger = Optional.of(Configs.address("198.51.100.9"));
            assertThatThrownBy(() -> operations.drain(stranger, DrainRequest.DEFAULT))
                .isInstanceOf(OperationException.class)
                .hasMessage("there is no VIP 198.51.100.9; there are 192.0.2.10");
            final DrainRequest hasty = new DrainRequest(Duration.ofMillis(50), true, Optional.empty());
            assertThatThrownBy(() -> operations.drain(Optional.empty(), hasty))
                .hasMessageStartingWith("a timeout of 50ms is not within 2s..7d");
            assertThatThrownBy(() -> operations.setWeight(5, stranger)).hasMessageContaining("198.51.100.9");
            assertThatThrownBy(() -> operations.setWeight(0, Optional.empty())).hasMessageContaining("directrix drain");
            assertThatThrownBy(() -> operations.drainServer(ServerName.parse("s9")))
                .hasMessage("there is no server s9; there are web/s1, web/s2");
            assertThatThrownBy(() -> operations.setServerWeight(ServerName.parse("s1"), -1))
                .hasMessageContaining("weight -1");
        }
    }

    @Test
    void shouldSayWhereAFlowGoesAndWhy() {
        try (Director director = start(Configs.web())) {
            announced();
            final var report = director.operations().flow(new FlowQuery(Protocol.TCP,
                new InetSocketAddress(Configs.address("198.51.100.7"), 40_000), new InetSocketAddress(VIP, 80)));
            assertThat(report.reason()).isEqualTo(FlowReason.MAGLEV);
            assertThat(report.pool()).hasValue("web");
            assertThat(report.server()).isPresent();
            assertThat(report.digest()).hasValueSatisfying(d -> assertThat(d).hasSize(12));
            assertThat(director.operations().flow(new FlowQuery(Protocol.TCP,
                new InetSocketAddress(Configs.address("198.51.100.7"), 40_000),
                new InetSocketAddress(Configs.address("192.0.2.99"), 80))).reason())
                .isEqualTo(FlowReason.NO_VIP);
        }
    }

    @Test
    void shouldForecastTheTableThatACommandThenMakes() {
        try (Director director = start(Configs.web())) {
            announced();
            final Operations operations = director.operations();
            final TableForecast.Pool web =
                operations.forecast(List.of("server weight s1 3")).pools().getFirst();
            assertThat(web.servers()).extracting(TableForecast.Server::slots)
                .isEqualTo(operations.servers().stream().map(ServerReport::slots).toList());
            operations.setServerWeight(ServerName.parse("s1"), 3);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(operations.servers())
                .extracting(ServerReport::slots)
                .isEqualTo(web.servers().stream().map(TableForecast.Server::slotsAfter).toList()));
            assertThatThrownBy(() -> operations.forecast(List.of("server drain s9")))
                .isInstanceOf(OperationException.class).hasMessageContaining("there is no server s9");
        }
    }

    @Test
    void shouldSayWhatTheClusterSaysOfAFlow() {
        final FlowQuery query = new FlowQuery(Protocol.TCP,
            new InetSocketAddress(Configs.address("198.51.100.7"), 40_000), new InetSocketAddress(VIP, 80));
        try (Director director = start(Configs.web())) {
            announced();
            platform.datapath.cluster = Optional.of(new ClusterDecision(7, SlotMode.FROZEN, true, true));
            final FlowReport pinned = director.operations().flow(query);
            assertThat(pinned.reason()).isEqualTo(FlowReason.EXCEPTION);
            assertThat(pinned.cluster()).hasValue(new FlowReport.Cluster(7, "frozen", true, true));

            platform.datapath.cluster = Optional.of(new ClusterDecision(8, SlotMode.NORMAL, false, false));
            final FlowReport usual = director.operations().flow(query);
            assertThat(usual.reason()).isEqualTo(FlowReason.MAGLEV);
            assertThat(usual.cluster()).hasValue(new FlowReport.Cluster(8, "normal", false, false));
        }
    }

    @Test
    void shouldReportEverythingAtAGlance() {
        try (Director director = start(Configs.web())) {
            announced();
            final var status = director.operations().status();
            assertThat(status.name()).isEqualTo("d1");
            assertThat(status.vips()).singleElement().satisfies(vip -> {
                assertThat(vip.state()).isEqualTo(VipState.ANNOUNCED);
                assertThat(vip.services().getFirst().serversUp()).isEqualTo(2);
            });
            assertThat(status.servers()).extracting(s -> s.slots()).satisfies(slots ->
                assertThat(slots.stream().mapToInt(Integer::intValue).sum()).isEqualTo(251));
            assertThat(status.neighbors()).singleElement()
                .satisfies(n -> assertThat(n.state()).isEqualTo("Established"));
            assertThat(status.datapath().interfaces()).containsExactly("eth0 (up, 1 queue, native XDP, copy)");
            assertThat(director.operations().flows(10).entries()).isEmpty();
        }
    }

    @Test
    void shouldReloadAsAWholeAndSayWhatChanged() {
        try (Director director = start(Configs.web("s1", "s2"))) {
            announced();
            director.operations().setWeight(300, Optional.empty());
            platform.file = Configs.config(200, Configs.web().vips(), Configs.pool("web", "s1", "s3"));
            assertThat(director.operations().reload().changes()).containsExactly("weight 100 -> 200",
                "pool web: server s3 (10.0.1.23) added, weight 1", "pool web: server s2 (10.0.1.22) removed",
                "weight 300 was commanded and stays (file: 200): directrix weight reset");
            assertThat(director.operations().resetWeight(Optional.empty()).weight()).isEqualTo(200);
            assertThat(director.operations().servers()).extracting(s -> s.name()).containsExactly("s1", "s3");
            assertThat(platform.supervisor).anyMatch(line -> line.startsWith("RELOADING=1\nMONOTONIC_USEC="));
        }
    }

    @Test
    void shouldKeepEverythingWhenTheNewFileIsBad() {
        try (Director director = start(Configs.web())) {
            announced();
            assertThatThrownBy(() -> director.operations().reload()).isInstanceOf(ConfigException.class)
                .hasMessage("director.yaml:9:1: bgp: unknown key 'asnn'");
            final DirectorConfig web = Configs.web();
            platform.file = Configs.withNode(Configs.web("s1"), new NodeConfig(
                "d1", List.of("eth9"), web.node().controlSocket(), web.node().admin(), web.node().stateFile(),
                Optional.empty()));
            assertThatThrownBy(() -> director.operations().reload()).isInstanceOf(ConfigException.class)
                .hasMessageContaining("director.yaml:3:15: changed from [eth0]: restart the director");
            platform.routing.refuses = true;
            platform.file = Configs.withBgp(Configs.web("s1"), web.bgp().map(bgp -> bgp.withNeighbors(List.of())));
            assertThatThrownBy(() -> director.operations().reload()).isInstanceOf(OperationException.class)
                .hasMessage("reload refused: listen address is taken");
            assertThat(director.operations().servers()).hasSize(2);
            assertThat(director.operations().status().vips().getFirst().state()).isEqualTo(VipState.ANNOUNCED);
        }
    }

    @Test
    void shouldWithdrawWhenChecksFailAndReturnWhenTheyPass() {
        try (Director director = start(Configs.web())) {
            announced();
            platform.check("s1", false);
            platform.check("s2", false);
            await().atMost(PATIENCE).until(() -> platform.journal.contains("announce []"));
            await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(director.view().unready()).hasValue("192.0.2.10: no healthy server in pool web"));
            platform.check("s2", true);
            await().atMost(PATIENCE).until(() -> platform.journal.getLast().equals("announce [192.0.2.10=100]"));
        }
    }

    private Director start(final DirectorConfig config) {
        return Director.start(Configs.loaded(config, FILE), platform);
    }

    private static DirectorConfig withAdmin() {
        return Configs.withSockets(Configs.web(), Path.of("/nowhere/control.sock"),
            Optional.of(new InetSocketAddress(Configs.address("127.0.0.1"), 9180)));
    }

    /** The routers hear first; the supervisor hears last, when the director's own reports say it too. */
    private void announced() {
        await().atMost(PATIENCE).until(() -> platform.journal.contains("announce [192.0.2.10=100]")
            && platform.supervisor.contains("STATUS=announcing 1 of 1 VIPs, 2 of 2 servers up"));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter(name -> Set.of("control", "tables", "stop").contains(name)).collect(Collectors.toSet());
    }
}
