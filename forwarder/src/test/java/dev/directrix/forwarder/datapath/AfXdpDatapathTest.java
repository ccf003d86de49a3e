package dev.directrix.forwarder.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.NextHopStatus;
import dev.directrix.forwarder.neighbor.NextHopStatus.State;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.forwarder.xdp.XdpCounter;
import dev.directrix.linux.netlink.MacAddress;
import dev.directrix.maglev.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.management.ObjectName;
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

    @Test
    void shouldSendByAnotherInterfaceThanItReceivedFrom() throws Exception {
        try (Datapath datapath = open("eth0", "eth1")) {
            serve(datapath, "10.9.0.21", "10.9.0.22");

            assertThat(serversReached(20)).containsExactlyInAnyOrder('1', '2');
            await().untilAsserted(() -> { // The last packets of a connection follow its answer.
                final List<DatapathCounters.InterfaceCounters> interfaces = datapath.counters().interfaces();
                assertThat(interfaces.get(0).received()).isGreaterThan(100);
                assertThat(interfaces.get(0).transmitted()).isZero();
                assertThat(interfaces.get(1).transmitted()).isEqualTo(interfaces.get(0).received());
            });
        }
    }

    @Test
    void shouldServeEveryQueueByAWorkerOfItsOwn() throws Exception {
        network.ip("director", "link set eth0 down");
        network.ip("director", "link del eth0");
        network.ip("director", "link add eth0 numrxqueues 2 numtxqueues 2 type veth peer name two numrxqueues 2 "
            + "numtxqueues 2 netns " + network.name("switch"));
        network.exec("director", "ethtool -L eth0 rx 2 tx 2");
        network.exec("switch", "ethtool -L two rx 2 tx 2");
        network.exec("director", "ethtool -K eth0 tx off");
        network.exec("switch", "ethtool -K two tx off");
        network.ip("switch", "link set two master neta up");
        network.ip("director", "addr add " + TestNetwork.DIRECTOR_ADDRESS + "/24 dev eth0");
        network.ip("director", "link set eth0 up");
        final int workers = Math.min(2, Runtime.getRuntime().availableProcessors());
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21", "10.8.0.22");

            assertThat(serversReached(40)).containsExactlyInAnyOrder('1', '2');
            assertThat(datapath.status().workers()).isEqualTo(workers);
            assertThat(datapath.status().interfaces().getFirst().bound()).isEqualTo(2);
            final DatapathCounters counters = datapath.counters();
            assertThat(counters.workers()).hasSize(workers).allSatisfy(worker ->
                assertThat(worker.received()).isPositive());
            assertThat(counters.interfaces().getFirst().xdp()).containsEntry(XdpCounter.NO_SOCKET.label(), 0L);
        }
    }

    @Test
    void shouldAllocateNothingForAPacket() throws Exception {
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21");
            final long worker = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("datapath-0")).findFirst().orElseThrow().threadId();
            final int packets = 20_000;
            // The first rounds run before the compiler has removed the objects that it can see are not needed.
            double fewest = Double.MAX_VALUE;
            for (int round = 0; round < 40 && fewest >= 4; round++) {
                final long before = allocatedBy(worker);
                final long received = datapath.counters().interfaces().getFirst().received();
                sendDatagrams(packets, 18);
                await().atMost(PATIENCE).until(() ->
                    datapath.counters().interfaces().getFirst().received() > received);
                final long more = datapath.counters().interfaces().getFirst().received() - received;
                assertThat(more).isPositive();
                fewest = Math.min(fewest, (allocatedBy(worker) - before) / (double) more);
            }
            // Less than one object of 16 octets for four packets: reading the kernel's statistics now and then.
            assertThat(fewest).as("octets allocated for a packet").isLessThan(4);
        }
    }

    @Test
    void shouldCarryUdpAndAnswerEchoAndLeaveOtherTrafficToTheKernel() throws Exception {
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21");

            assertThat(datagramAnswer()).isEqualTo("1hello");
            assertThat(network.exec("client", "ping -c 3 -i 0.1 -W 2 " + TestNetwork.VIP)).contains("3 received");
            assertThat(network.exec("client", "ping -c 3 -i 0.1 -W 2 " + TestNetwork.DIRECTOR_ADDRESS))
                .contains("3 received");
            final DatapathCounters counters = datapath.counters();
            assertThat(counters.totals()).containsEntry(Counters.Total.ECHO_REPLIES, 3L);
            final Map<String, Long> xdp = counters.interfaces().getFirst().xdp();
            assertThat(xdp.get(XdpCounter.PASSED.label())).isGreaterThanOrEqualTo(3);
            assertThat(xdp.get(XdpCounter.REDIRECTED.label())).isEqualTo(counters.interfaces().getFirst().received());
            assertThat(xdp).containsEntry(XdpCounter.NO_SOCKET.label(), 0L);
        }
    }

    @Test
    void shouldLeaveVipTrafficToTheKernelWhileItIsOff() throws Exception {
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21");
            assertThat(datagramAnswer()).isEqualTo("1hello");
            datapath.setEnabled(false);

            final long before = datapath.counters().interfaces().getFirst().received();
            assertThatThrownBy(() -> network.exec("client", "ping -c 2 -i 0.1 -W 1 " + TestNetwork.VIP))
                .hasMessageContaining("0 received");
            assertThat(datapath.counters().interfaces().getFirst().received()).isEqualTo(before);
            assertThat(datapath.counters().interfaces().getFirst().xdp())
                .containsEntry(XdpCounter.GATE_OFF.label(), 2L);
            assertThat(datapath.ready()).isFalse();

            datapath.setEnabled(true);
            assertThat(datagramAnswer()).isEqualTo("1hello");
        }
    }

    @Test
    void shouldSwapTablesWithoutBreakingAConnection() throws Exception {
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21", "10.8.0.22");
            final List<Socket> sockets = new ArrayList<>();
            final Map<Socket, Integer> names = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                final Socket socket = connect();
                sockets.add(socket);
                names.put(socket, exchange(socket, 1_000, i));
            }
            assertThat(new HashSet<>(names.values())).hasSize(2);
            for (int round = 0; round < 60; round++) {
                // Each round takes every slot from one of the two servers, whose flows have to stay with it.
                final ServerState one = round % 2 == 0 ? ServerState.DRAINING : ServerState.ACTIVE;
                final ServerState other = round % 2 == 0 ? ServerState.ACTIVE : ServerState.DRAINING;
                datapath.apply(table(List.of(
                    new RealServer("s1", TestNetwork.address("10.8.0.21"), 1, one),
                    new RealServer("s2", TestNetwork.address("10.8.0.22"), 1, other))));
                for (final Socket socket : sockets) {
                    echo(socket, 2_000, round);
                }
            }
            assertThat(datapath.verify().consistent()).isTrue();
            assertThat(datapath.counters().totals()).containsEntry(Counters.Total.FLOWS_MOVED, 0L);
            for (final Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void shouldSayWhichServerAFlowHasAndWhy() throws Exception {
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21", "10.8.0.22");
            try (Socket socket = connect()) {
                final int name = exchange(socket, 1_000, 1);
                final FlowKey flow =
                    new FlowKey(Protocol.TCP, socket.getLocalAddress(), socket.getLocalPort(), VIP, PORT);

                final FlowDecision decision = datapath.decide(flow);
                assertThat(decision.reason()).isEqualTo(FlowDecision.Reason.FLOW_TABLE);
                assertThat(decision.server()).hasValueSatisfying(server ->
                    assertThat(server.name()).isEqualTo("s" + (char) name));
                assertThat(datapath.flows(5)).singleElement().satisfies(live -> {
                    assertThat(live.key()).isEqualTo(flow);
                    assertThat(live.name()).contains("s" + (char) name);
                    assertThat(live.packets()).isGreaterThan(2);
                });
                assertThat(datapath.flowsByServer().values()).containsOnlyOnce(1L);
                assertThat(datapath.flowsByVip(Duration.ofMinutes(1))).containsExactly(Map.entry(VIP, 1L));
                assertThat(datapath.flowsByVip(Duration.ofNanos(-1))).isEmpty();
                assertThat(datapath.decide(
                    new FlowKey(Protocol.TCP, socket.getLocalAddress(), 1, VIP, PORT)).reason())
                    .isEqualTo(FlowDecision.Reason.TABLE);
            }
        }
    }

    @Test
    void shouldComeBackWithItsInterface() throws Exception {
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21");
            assertThat(serversReached(1)).containsExactly('1');

            network.ip("director", "link set eth0 down");
            await().atMost(PATIENCE).until(() -> stateOf(datapath) == InterfaceStatus.State.DOWN);
            assertThat(datapath.ready()).isFalse();
            assertThatThrownBy(() -> network.exec("client", "ping -c 1 -W 1 " + TestNetwork.VIP));
            network.ip("director", "link set eth0 up");
            await().atMost(PATIENCE).until(() -> stateOf(datapath) == InterfaceStatus.State.UP);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> serversReached(1).contains('1'));

            network.ip("director", "link del eth0");
            await().atMost(PATIENCE).until(() -> stateOf(datapath) == InterfaceStatus.State.AWAY);
            network.plug("director", "eth0", "neta", TestNetwork.DIRECTOR_ADDRESS);
            // The new interface has another MAC address than the client remembers.
            network.ip("client", "neigh flush all");
            await().atMost(PATIENCE).until(() -> stateOf(datapath) == InterfaceStatus.State.UP);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> serversReached(1).contains('1'));
            assertThat(datapath.status().warnings()).isEmpty();
        }
    }

    @Test
    void shouldNoticeWhenTheMtuOfAnInterfaceChanges() throws Exception {
        try (Datapath datapath = open("eth0", "eth1")) {
            serve(datapath, "10.9.0.21");
            sendDatagrams(1, 1350);

            network.ip("director", "link set eth1 mtu 1300");
            await().atMost(PATIENCE).until(() -> datapath.status().interfaces().get(1).mtu() == 1300);
            await().atMost(PATIENCE).untilAsserted(() -> {
                sendDatagrams(1, 1350);
                final DatapathCounters counters = datapath.counters();
                assertThat(counters.drops().get(DropReason.TOO_BIG)).isPositive();
                assertThat(counters.totals().get(Counters.Total.ERRORS_SENT)).isPositive();
            });
        }
    }

    @Test
    void shouldCountWhatLeavesByAnInterfaceThatIsDown() throws Exception {
        final long mac = MacAddress.parse(network.exec("server1", "cat /sys/class/net/eth1/address").strip()).value();
        try (Datapath datapath = open(new PinnedNeighbors(Map.of(), Optional.of(mac)), "eth0", "eth1")) {
            serve(datapath, "10.9.0.21");
            assertThat(serversReached(1)).containsExactly('1');

            network.ip("director", "link set eth1 down");
            // The route has gone with the interface; a moment later the next hop has as well.
            await().atMost(PATIENCE).untilAsserted(() -> {
                sendDatagrams(10, 18);
                assertThat(datapath.counters().drops().get(DropReason.NO_NEXT_HOP)
                    + datapath.counters().interfaces().get(1).transmitDrops()).isGreaterThanOrEqualTo(10);
            });
            network.ip("director", "link set eth1 up");
            await().atMost(PATIENCE).ignoreExceptions().until(() -> serversReached(1).contains('1'));
        }
    }

    @Test
    void shouldBeReadyOnlyWarmWithATable() throws Exception {
        try (Datapath datapath = open("eth0")) {
            assertThat(datapath.ready()).isFalse();
            serve(datapath, "10.8.0.21");
            assertThat(datapath.ready()).isFalse();

            datapath.warm();

            assertThat(datapath.ready()).isTrue();
            assertThat(datapath.verify().digests()).containsOnlyKeys("web");
            assertThat(datapath.counters().totals()).as("warming counts nothing").containsEntry(
                Counters.Total.FORWARDED, 0L);
            assertThat(datapath.flows(10)).isEmpty();
        }
    }

    @Test
    void shouldShowWhyAServerCannotBeReached() throws Exception {
        network.ip("director", "route add 10.77.0.0/24 via 10.8.0.2");
        try (Datapath datapath = open("eth0")) {
            datapath.apply(table("10.8.0.21", "10.8.0.99", "10.77.0.5", "10.9.0.21", "203.0.113.1", "10.8.0.11"));

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(datapath.status().nextHops())
                .extracting(NextHopStatus::state)
                .containsExactly(State.RESOLVED, State.UNRESOLVED, State.BEHIND_GATEWAY, State.OTHER_INTERFACE,
                    State.NO_ROUTE, State.NO_ROUTE));
            assertThat(datapath.status().warnings()).anySatisfy(warning ->
                assertThat(warning).contains("10.77.0.5").contains("10.8.0.2").contains("same link"));
            datapath.apply(table("10.8.0.99"));
            assertThatThrownBy(() -> network.in("client", () -> {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(VIP, PORT), 500);
                    return true;
                }
            })).isInstanceOf(IOException.class);
            await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(datapath.counters().drops().get(DropReason.NO_NEXT_HOP)).isPositive());
        }
    }

    @Test
    void shouldKeepNextHopsFreshAndForgetThemAtTheEnd() throws Exception {
        network.exec("director", "sysctl -qw net.ipv4.neigh.eth0.base_reachable_time_ms=1000"
            + " net.ipv4.neigh.eth0.delay_first_probe_time=1");
        try (Datapath datapath = open("eth0")) {
            serve(datapath, "10.8.0.21");
            network.ip("server1", "link set eth0 address 02:00:00:00:00:77");
            await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(datapath.status().nextHops().getFirst().mac()).contains("02:00:00:00:00:77"));
            assertThat(serversReached(1)).containsExactly('1');
        }
        assertThat(network.ip("director", "neigh show")).doesNotContain("managed");
    }

    @Test
    void shouldWarnOfAVipThatTheHostOwns() throws Exception {
        network.ip("director", "addr add " + TestNetwork.VIP + "/32 dev lo");
        try (Datapath datapath = open("eth0")) {
            datapath.apply(table("10.8.0.21"));

            assertThat(datapath.status().warnings()).anySatisfy(warning ->
                assertThat(warning).contains(TestNetwork.VIP).contains("lo"));
        }
    }

    @Test
    void shouldUsePinnedNeighborsWithoutAsking() throws Exception {
        final long mac = MacAddress.parse(network.exec("server1", "cat /sys/class/net/eth0/address").strip()).value();
        try (Datapath datapath = open(new PinnedNeighbors(Map.of(), Optional.of(mac)), "eth0")) {
            datapath.apply(table("10.8.0.21"));

            assertThat(datapath.status().nextHops().getFirst().state()).isEqualTo(State.PINNED);
            assertThat(serversReached(1)).containsExactly('1');
            assertThat(network.ip("director", "neigh show 10.8.0.21")).isEmpty();
        }
    }

    private static long allocatedBy(final long thread) throws Exception {
        return (long) ManagementFactory.getPlatformMBeanServer().invoke(
            new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "getThreadAllocatedBytes",
            new Object[] {thread}, new String[] {"long"});
    }

    private void sendDatagrams(final int count, final int octets) throws Exception {
        try (DatagramSocket socket = network.in("client", () -> new DatagramSocket())) {
            final DatagramPacket packet = new DatagramPacket(new byte[octets], octets, VIP, PORT);
            for (int i = 0; i < count; i++) {
                socket.send(packet);
            }
        }
    }

    private String datagramAnswer() throws Exception {
        try (DatagramSocket socket = network.in("client", () -> new DatagramSocket())) {
            socket.setSoTimeout(5_000);
            socket.send(new DatagramPacket("hello".getBytes(StandardCharsets.US_ASCII), 5, VIP, PORT));
            final DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
        }
    }

    private static InterfaceStatus.State stateOf(final Datapath datapath) {
        return datapath.status().interfaces().getFirst().state();
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
        final int name = socket.getInputStream().read();
        echo(socket, octets, seed);
        return name;
    }

    private static void echo(final Socket socket, final int octets, final int seed) throws Exception {
        final byte[] sent = new byte[octets];
        new Random(seed).nextBytes(sent);
        socket.getOutputStream().write(sent);
        assertThat(socket.getInputStream().readNBytes(octets)).isEqualTo(sent);
    }

    private Datapath open(final String... interfaces) throws Exception {
        return open(PinnedNeighbors.NONE, interfaces);
    }

    private Datapath open(final PinnedNeighbors pinned, final String... interfaces) throws Exception {
        return network.in("director", () -> Datapath.open(new DatapathConfig(
            DatapathMode.AUTO, List.of(interfaces), 65_536, FlowTimeouts.DEFAULT, SEED,
            pinned)));
    }

    private static void serve(final Datapath datapath, final String... servers) {
        datapath.apply(table(servers));
        await().atMost(PATIENCE).until(() -> datapath.status().nextHops().stream().allMatch(hop -> hop.usable()));
    }

    private static ForwardingTable table(final String... servers) {
        return table(IntStream.range(0, servers.length)
            .mapToObj(i -> new RealServer("s" + (i + 1), TestNetwork.address(servers[i]), 1, ServerState.ACTIVE))
            .toList());
    }

    private static ForwardingTable table(final List<RealServer> servers) {
        final ServerPool pool = ServerPool.of("web", servers, 1021, SEED);
        return ForwardingTable.of(Set.of(VIP), List.of(
            new VirtualService(VIP, Protocol.TCP, PORT, pool), new VirtualService(VIP, Protocol.UDP, PORT, pool)));
    }
}
