package dev.directrix.forwarder.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.Seed;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real packets through real sockets, in namespaces. */
@Tag("root")
class AfXdpDatapathTest {

    private static final int PORT = 8080;
    private static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final InetAddress VIP = TestNetwork.address(TestNetwork.VIP);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestNetwork network;
    private TestServer first;
    private TestServer second;

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
    void shouldCarryTcpToEachServerByTheInterfaceItCameIn() throws Exception {
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21", "10.8.0.22");

            assertThat(serversReached(40)).containsExactlyInAnyOrder('1', '2');
            assertThat(datapath.counters().interfaces().getFirst().received()).isGreaterThan(200);
            assertThat(datapath.counters().interfaces().getFirst().transmitDrops()).isZero();
            assertThat(datapath.counters().totals().get(Counters.Total.FORWARDED)).isGreaterThan(200);
        }
    }

    private Set<Character> serversReached(final int connections) throws Exception {
        final Set<Character> reached = new HashSet<>();
        for (int i = 0; i < connections; i++) {
            try (Socket socket = connect()) {
                reached.add((char) exchange(socket, 5_000, i));
            }
        }
        return reached;
    }

    private Socket connect() throws Exception {
        return network.in("client", () -> {
            final Socket socket = new Socket();
            socket.connect(new InetSocketAddress(VIP, PORT), 5_000);
            socket.setSoTimeout(10_000);
            return socket;
        });
    }

    /** Sends random octets, checks every one of the echo: the server's name. */
    private static int exchange(final Socket socket, final int octets, final int seed) throws Exception {
        final byte[] sent = new byte[octets];
        new Random(seed).nextBytes(sent);
        final InputStream in = socket.getInputStream();
        final int name = in.read();
        socket.getOutputStream().write(sent);
        assertThat(in.readNBytes(octets)).isEqualTo(sent);
        return name;
    }

    private Datapath open(final String... interfaces) throws Exception {
        return network.in("director", () -> Datapath.open(new DatapathConfig(
            DatapathMode.AUTO, List.of(interfaces), 65_536, Duration.ofMinutes(5), Duration.ofMinutes(1), SEED,
            PinnedNeighbors.NONE)));
    }

    private static void serve(final Datapath datapath, final String... servers) {
        datapath.apply(table(servers));
        await().atMost(PATIENCE).until(() -> datapath.status().nextHops().stream().allMatch(hop -> hop.usable()));
    }

    private static ForwardingTable table(final String... servers) {
        final List<RealServer> list = IntStream.range(0, servers.length)
            .mapToObj(i -> new RealServer("s" + (i + 1), TestNetwork.address(servers[i]), 1, ServerState.ACTIVE))
            .toList();
        final ServerPool pool = ServerPool.of("web", list, 1021, SEED);
        return ForwardingTable.of(Set.of(VIP), List.of(
            new VirtualService(VIP, Protocol.TCP, PORT, pool), new VirtualService(VIP, Protocol.UDP, PORT, pool)));
    }
}
