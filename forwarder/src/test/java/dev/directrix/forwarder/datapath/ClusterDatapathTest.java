package dev.directrix.forwarder.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotMode;
import dev.directrix.forwarder.epoch.SlotTable;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cluster's rules with real packets through real sockets, in namespaces. */
@Tag("root")
class ClusterDatapathTest {

    private static final int PORT = ClusterChild.PORT;
    private static final int SLOTS = 1021;
    private static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final InetAddress VIP = TestNetwork.address(TestNetwork.VIP);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<ServerKey> SERVERS = List.of(
        new ServerKey("web", TestNetwork.address("10.8.0.21")),
        new ServerKey("web", TestNetwork.address("10.8.0.22")));

    private TestNetwork network;
    private TestServer first;
    private TestServer second;
    private int questions;

    @BeforeEach
    void build() throws Exception {
        network = TestNetwork.create();
        first = TestServer.start(network, "server1", "1", PORT);
        second = TestServer.start(network, "server2", "2", PORT);
    }

    @AfterEach
    void tearDown() throws Exception {
        if (network != null) {
            first.close();
            second.close();
            network.close();
        }
    }

    @Test
    void shouldChangeTheTableUnderConnectionsThatStayWhereTheyAre() throws Exception {
        try (Datapath datapath = network.in("director", () -> Datapath.open(new DatapathConfig(
            DatapathMode.AUTO, List.of("eth0"), 65_536, FlowTimeouts.DEFAULT, SEED, PinnedNeighbors.NONE)))) {
            datapath.apply(table());
            await().atMost(PATIENCE).until(() -> datapath.status().nextHops().stream().allMatch(hop -> hop.usable()));
            final ClusterDatapath cluster = datapath.join(ClusterOptions.DEFAULT);
            final Exceptions exceptions = new Exceptions(SLOTS, 64);
            cluster.apply(tables(0, SlotMode.NORMAL, exceptions));
            cluster.validUntil(System.nanoTime() + TimeUnit.MINUTES.toNanos(5));
            cluster.serve();
            try (Socket before = connect()) {
                assertThat(before.getInputStream().read()).isEqualTo('1');
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(collected(cluster)).hasSize(1));
                collected(cluster).forEach(hash -> exceptions.put(hash, 0, 0, 0));
                cluster.apply(tables(0, SlotMode.FROZEN, exceptions));
                echo(before);
                assertThatThrownBy(() -> connect(300)).isInstanceOf(SocketTimeoutException.class);
                await().atMost(PATIENCE).until(() ->
                    datapath.counters().totals().get(Counters.Total.PACKETS_HELD) > 0);
                cluster.apply(tables(1, SlotMode.NORMAL, exceptions));
                echo(before);
                try (Socket after = connect()) {
                    assertThat(after.getInputStream().read()).isEqualTo('2');
                    echo(after);
                }
                echo(before);
            }
            assertThat(datapath.counters().totals()).containsEntry(Counters.Total.FLOWS_MOVED, 0L);
            assertThat(datapath.counters().totals().get(Counters.Total.EXCEPTION_PACKETS)).isPositive();
            assertThat(datapath.counters().totals().get(Counters.Total.PACKETS_HELD)).isPositive();
        }
    }

    @Test
    void shouldDropWhatCameWhileItsProcessWasStoppedPastItsDeadline() throws Exception {
        final Process child = child();
        try (DatagramSocket client = network.in("client", () -> new DatagramSocket())) {
            final BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
            final Writer input = child.outputWriter(StandardCharsets.UTF_8);
            assertThat(line(output, ClusterChild.SERVING)).isEqualTo(ClusterChild.SERVING);
            client.setSoTimeout(500);
            // A life whose deadline was not moved in time, by a busy machine, is followed by another.
            await().atMost(PATIENCE).until(() -> {
                final boolean answered = isAnswered(client);
                if (!answered) {
                    count(input, output, "again");
                }
                return answered;
            });
            final long before = Long.parseLong(count(input, output, "count").split(" ", -1)[2]);
            TestNetwork.run("kill -STOP " + child.pid());
            final long stoppedNs = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                client.send(new DatagramPacket(new byte[10], 10, VIP, PORT));
            }
            await().atMost(PATIENCE).until(() ->
                System.nanoTime() - stoppedNs > TimeUnit.MILLISECONDS.toNanos(3 * ClusterChild.VALIDITY_MS));
            TestNetwork.run("kill -CONT " + child.pid());

            ask(client);
            assertThat(answer(client)).as("neither what came before nor what comes now").isEmpty();

            await().atMost(PATIENCE).until(() ->
                Long.parseLong(count(input, output, "count").split(" ", -1)[2]) >= before + 51);
            final String[] counted = count(input, output, "count").split(" ", -1);
            final long forwarded = Long.parseLong(counted[1]);
            assertThat(Long.parseLong(counted[2])).isEqualTo(before + 51);
            final String[] again = count(input, output, "again").split(" ", -1);
            assertThat(Long.parseLong(again[1])).isEqualTo(forwarded);
            await().atMost(PATIENCE).until(() -> isAnswered(client));
        } finally {
            child.destroyForcibly().onExit().join();
        }
    }

    /** Whether a new question is answered; answers to earlier ones may come late, and do not count. */
    private boolean isAnswered(final DatagramSocket client) throws IOException {
        final int question = ask(client);
        OptionalInt answered = answer(client);
        while (answered.isPresent() && answered.getAsInt() != question) {
            answered = answer(client);
        }
        return answered.isPresent();
    }

    private int ask(final DatagramSocket client) throws IOException {
        client.send(new DatagramPacket(ByteBuffer.allocate(10).putInt(++questions).array(), 10, VIP, PORT));
        return questions;
    }

    /** The question to which an answer comes, if one comes. */
    private static OptionalInt answer(final DatagramSocket client) throws IOException {
        final byte[] octets = new byte[100];
        try {
            client.receive(new DatagramPacket(octets, octets.length));
            return OptionalInt.of(ByteBuffer.wrap(octets).getInt(1)); // behind the server's name
        } catch (final SocketTimeoutException e) {
            return OptionalInt.empty();
        }
    }

    private static String count(final Writer input, final BufferedReader output, final String command)
        throws IOException {
        input.write(command + "\n");
        input.flush();
        return line(output, "counted");
    }

    /** The next line that begins so, of those that are no log lines. */
    private static String line(final BufferedReader output, final String prefix) throws IOException {
        final List<String> others = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(prefix)) {
                return line;
            }
            others.add(line);
        }
        return "nothing but " + others;
    }

    private Process child() throws IOException {
        final List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", network.name("director")));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--add-exports",
            "java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), ClusterChild.class.getName(), "eth0"));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static ForwardingTable table() {
        final List<RealServer> servers = List.of(
            new RealServer("s1", SERVERS.get(0).address(), 1, ServerState.ACTIVE),
            new RealServer("s2", SERVERS.get(1).address(), 1, ServerState.ACTIVE));
        return ForwardingTable.of(Set.of(VIP), List.of(
            new VirtualService(VIP, Protocol.TCP, PORT, ServerPool.of("web", servers, SLOTS, SEED))));
    }

    private static ClusterTables tables(final int server, final SlotMode mode, final Exceptions exceptions) {
        final int[] slots = new int[SLOTS];
        Arrays.fill(slots, server);
        final boolean[] all = new boolean[SLOTS];
        Arrays.fill(all, true);
        return new ClusterTables(
            new EpochTables(1, 0, List.of(PoolEpoch.of(0, SlotTable.of(slots)).with(mode, all)), exceptions),
            List.of("web"), SERVERS, true);
    }

    private static List<Long> collected(final ClusterDatapath cluster) {
        final List<Long> result = new ArrayList<>();
        cluster.collect(new FlowQuery((pool, slot) -> true, Long.MAX_VALUE, Long.MAX_VALUE),
            (hash, pool, server, idleNs) -> result.add(hash));
        return result;
    }

    private Socket connect() throws Exception {
        return connect(10_000);
    }

    private Socket connect(final int timeoutMs) throws Exception {
        return network.in("client", () -> {
            final Socket socket = new Socket();
            socket.setSoTimeout(10_000);
            try {
                socket.connect(new InetSocketAddress(VIP, PORT), timeoutMs);
            } catch (final IOException e) {
                socket.close();
                throw e;
            }
            return socket;
        });
    }

    private static void echo(final Socket socket) throws IOException {
        socket.getOutputStream().write("echo".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII)).isEqualTo("echo");
    }
}
