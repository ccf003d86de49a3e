package dev.directrix.forwarder.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.xdp.XdpAttachment;
import dev.directrix.forwarder.xdp.XdpFilter;
import dev.directrix.linux.Interfaces;
import dev.directrix.maglev.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left behind, and said, when a datapath cannot be opened, is closed, or dies. */
@Tag("root")
class DatapathOpeningTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestNetwork network;

    @BeforeEach
    void build() throws Exception {
        network = TestNetwork.create();
    }

    @AfterEach
    void tearDown() throws Exception {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void shouldNameTheInterfaceThatIsMissing() throws Exception {
        final long before = openDescriptors();

        assertThatThrownBy(() -> open("eth0", "eth7"))
            .isInstanceOf(DatapathException.class)
            .hasMessageContaining("interface eth7 does not exist")
            .hasMessageContaining("[eth0, eth1]");

        assertNothingAttached();
        assertThat(openDescriptors()).isEqualTo(before);
    }

    @Test
    void shouldLeaveNothingBehindWhenTheSecondInterfaceIsTaken() throws Exception {
        final int taken = network.in("director", () -> Interfaces.index("eth1"));
        // Attached second, so that the first interface is open already when this one refuses.
        try (XdpFilter other = XdpFilter.load();
            XdpAttachment attachment = network.in("director", () -> other.attach(taken))) {
            assertThat(attachment.counters()).isNotEmpty();
            final long before = openDescriptors();

            assertThatThrownBy(() -> open("eth0", "eth1"))
                .isInstanceOf(DatapathException.class)
                .hasMessageContaining("eth1")
                .hasMessageContaining("another XDP program is attached")
                .hasMessageNotContaining("\n");

            assertThat(network.ip("director", "link show eth0")).doesNotContain("xdp");
            assertThat(openDescriptors()).isEqualTo(before);
        }
        // The queue that the failed attempt had bound is free again.
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            open("eth0", "eth1").close();
            return true;
        });
    }

    @Test
    void shouldDetachWhenClosed() throws Exception {
        final long before = openDescriptors();
        final Datapath datapath = open("eth0", "eth1");
        assertThat(network.ip("director", "link show eth0")).contains("xdp");
        assertThat(network.ip("director", "link show eth1")).contains("xdp");

        datapath.close();
        datapath.close();

        assertNothingAttached();
        assertThat(openDescriptors()).isEqualTo(before);
        assertThatThrownBy(datapath::counters).hasMessageContaining("closed");
    }

    @Test
    void shouldDetachWhenItsProcessIsKilled() throws Exception {
        final Process child = child(List.of(), "eth0", "eth1");
        try {
            assertThat(firstLine(child)).isEqualTo(DatapathChild.OPENED + " 2");
            assertThat(network.ip("director", "link show eth0")).contains("xdp");
        } finally {
            child.destroyForcibly().onExit().join();
        }

        await().atMost(PATIENCE).untilAsserted(this::assertNothingAttached);
    }

    @Test
    void shouldNameTheCapabilityThatIsMissing() throws Exception {
        final Process child = child(List.of("setpriv", "--bounding-set", "-bpf,-sys_admin"), "eth0");
        try {
            assertThat(firstLine(child)).isEqualTo("refused: the datapath needs CAP_BPF: run as root, "
                + "or give the capabilities (systemd: AmbientCapabilities=)");
        } finally {
            child.destroyForcibly().onExit().join();
        }
        assertNothingAttached();
    }

    @Test
    void shouldNeedNoMoreThanFourCapabilities() throws Exception {
        final Process child = child(
            List.of("setpriv", "--bounding-set", "-all,+net_admin,+net_raw,+bpf,+ipc_lock"), "eth0", "eth1");
        try {
            assertThat(firstLine(child)).isEqualTo(DatapathChild.OPENED + " 2");
        } finally {
            child.destroyForcibly().onExit().join();
        }
    }

    @Test
    void shouldSayHowMuchMemoryItMustLock() throws Exception {
        final Process child = child(
            List.of("prlimit", "--memlock=65536", "setpriv", "--bounding-set", "-all,+net_admin,+net_raw,+bpf"),
            "eth0");
        try {
            assertThat(firstLine(child)).startsWith("refused: the datapath needs 8 MiB of locked memory")
                .contains("CAP_IPC_LOCK");
        } finally {
            child.destroyForcibly().onExit().join();
        }
    }

    private void assertNothingAttached() throws IOException {
        assertThat(network.ip("director", "link show")).doesNotContain("xdp");
    }

    private Process child(final List<String> wrapper, final String... interfaces) throws IOException {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", network.name("director")));
        command.addAll(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--add-exports",
            "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), DatapathChild.class.getName()));
        command.addAll(List.of(interfaces));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The first line that is no log line. */
    private static String firstLine(final Process child) throws IOException {
        final BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
        final List<String> others = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(DatapathChild.OPENED) || line.startsWith("refused")) {
                return line;
            }
            others.add(line);
        }
        return "nothing but " + others;
    }

    private Datapath open(final String... interfaces) throws Exception {
        return network.in("director", () -> Datapath.open(new DatapathConfig(
            DatapathMode.AUTO, List.of(interfaces), 1024, FlowTimeouts.DEFAULT,
            Seed.ofHex("000102030405060708090a0b0c0d0e0f"), PinnedNeighbors.NONE)));
    }

    /** Sockets, maps, links and event descriptors of this process; files such as jars come and go. */
    private static long openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(DatapathOpeningTest::isAnonymous).count();
        }
    }

    private static boolean isAnonymous(final Path descriptor) {
        try {
            final String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:");
        } catch (final IOException e) {
            return false;
        }
    }
}
