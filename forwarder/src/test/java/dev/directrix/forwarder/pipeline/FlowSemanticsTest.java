package dev.directrix.forwarder.pipeline;

import static dev.directrix.forwarder.packet.TestPacket.ACK;
import static dev.directrix.forwarder.packet.TestPacket.FIN;
import static dev.directrix.forwarder.packet.TestPacket.RST;
import static dev.directrix.forwarder.packet.TestPacket.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TestPools;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowSemanticsTest {
    private static final List<RealServer> FOUR = TestPools.servers(4, ServerState.ACTIVE);
    private static final InetAddress CLIENT = InetAddress.ofLiteral("198.51.100.7");

    private final TestDirector director = new TestDirector(FOUR);

    @AfterEach
    void close() {
        director.close();
    }

    /** All four, one in another state. */
    private static List<RealServer> with(final String name, final ServerState state) {
        return FOUR.stream()
                .map(server -> server.name().equals(name)
                        ? new RealServer(name, server.address(), 1, state) : server)
                .toList();
    }

    private FlowDecision decide(final int port) {
        return director.pipeline.decide(
                new FlowKey(Protocol.TCP, CLIENT, port, TestPools.VIP, 80), director.nowNs);
    }

    private static String nameIn(final FlowDecision decision) {
        return decision.server().orElseThrow().name();
    }

    @Test
    void shouldKeepAnEstablishedFlowAtADrainingServerAndSendNewOnesElsewhere() {
        final String server = director.serverOf(TestPacket.tcp(1000, ACK));
        director.serve(with(server, ServerState.DRAINING));
        assertThat(director.serverOf(TestPacket.tcp(1000, ACK))).isEqualTo(server);
        assertThat(director.serverOf(TestPacket.tcp(1000, SYN))).as("a SYN of a live flow").isEqualTo(server);
        for (int port = 2000; port < 2300; port++) {
            assertThat(director.serverOf(TestPacket.tcp(port, SYN))).isNotEqualTo(server);
            assertThat(director.serverOf(TestPacket.tcp(port, ACK))).isNotEqualTo(server);
        }
    }

    @Test
    void shouldDecideTheFlowsOfADeadServerAnewAndKeepThemThere() {
        final String server = director.serverOf(TestPacket.tcp(1000, ACK));
        director.serve(with(server, ServerState.DOWN));
        final String next = director.serverOf(TestPacket.tcp(1000, ACK));
        assertThat(next).isNotEqualTo(server);
        assertThat(director.total(Counters.Total.FLOWS_MOVED)).isEqualTo(1);
        director.serve(FOUR);
        assertThat(director.serverOf(TestPacket.tcp(1000, ACK))).as("when the first is back").isEqualTo(next);
        assertThat(director.total(Counters.Total.FLOWS_MOVED)).isEqualTo(1);
    }

    @Test
    void shouldKeepEstablishedFlowsWhenServersAreAdded() {
        final List<String> before = new ArrayList<>();
        for (int port = 1; port <= 1000; port++) {
            before.add(director.serverOf(TestPacket.tcp(port, ACK)));
        }
        director.serve(TestPools.servers(9, ServerState.ACTIVE));
        int movedWithoutEntry = 0;
        for (int port = 1; port <= 1000; port++) {
            movedWithoutEntry += decide(port).slot() >= 0 && !before.get(port - 1).equals(tableServer(port)) ? 1 : 0;
            assertThat(director.serverOf(TestPacket.tcp(port, ACK))).isEqualTo(before.get(port - 1));
        }
        assertThat(movedWithoutEntry).as("the change would have moved flows").isGreaterThan(300);
    }

    private String tableServer(final int port) {
        try (TestDirector fresh = new TestDirector(TestPools.servers(9, ServerState.ACTIVE))) {
            return fresh.serverOf(TestPacket.tcp(port, ACK));
        }
    }

    @Test
    void shouldTakeOverAFlowThatAnotherDirectorCarried() {
        try (TestDirector other = new TestDirector(FOUR.reversed())) {
            for (int port = 1; port <= 1000; port++) {
                final String first = director.serverOf(TestPacket.tcp(port, SYN));
                assertThat(director.serverOf(TestPacket.tcp(port, ACK))).isEqualTo(first);
                assertThat(other.serverOf(TestPacket.tcp(port, ACK))).isEqualTo(first);
                assertThat(other.serverOf(TestPacket.udp(port))).isEqualTo(director.serverOf(TestPacket.udp(port)));
            }
        }
    }

    @Test
    void shouldMakeNoEntryForABareSynButKeepItsServerThroughAChange() {
        final String server = director.serverOf(TestPacket.tcp(1000, SYN));
        assertThat(director.flows.size()).isZero();
        director.serve(with(server, ServerState.DRAINING));
        assertThat(decide(1000).reason()).isEqualTo(FlowDecision.Reason.RECENT_SYN);
        assertThat(nameIn(decide(1000))).isEqualTo(server);
        assertThat(director.serverOf(TestPacket.tcp(1000, SYN))).as("SYN again").isEqualTo(server);
        assertThat(director.serverOf(TestPacket.tcp(1000, ACK))).isEqualTo(server);
        assertThat(director.flows.size()).isEqualTo(1);
        assertThat(decide(1000).reason()).isEqualTo(FlowDecision.Reason.FLOW_TABLE);
    }

    @Test
    void shouldForgetASynAfterSomeSecondsOrWhenItsServerDies() {
        final String server = director.serverOf(TestPacket.tcp(1000, SYN));
        director.serve(with(server, ServerState.DOWN));
        assertThat(director.serverOf(TestPacket.tcp(1000, ACK))).isNotEqualTo(server);
        final String second = director.serverOf(TestPacket.tcp(1001, SYN));
        director.nowNs += 11 * TestDirector.SECOND;
        director.serve(with(second, ServerState.DRAINING));
        assertThat(director.serverOf(TestPacket.tcp(1001, ACK))).isNotEqualTo(second);
    }

    @Test
    void shouldForgetAClosedFlowSoon() {
        director.serverOf(TestPacket.tcp(1000, ACK));
        director.serverOf(TestPacket.tcp(1000, FIN | ACK));
        director.nowNs += 14 * TestDirector.SECOND;
        assertThat(decide(1000).reason()).isEqualTo(FlowDecision.Reason.FLOW_TABLE);
        director.nowNs += 2 * TestDirector.SECOND;
        assertThat(decide(1000).reason()).isEqualTo(FlowDecision.Reason.TABLE);
    }

    @Test
    void shouldDecideANewConnectionFromTheSamePortAnew() {
        final String server = director.serverOf(TestPacket.tcp(1000, ACK));
        director.serverOf(TestPacket.tcp(1000, FIN | ACK));
        director.serve(with(server, ServerState.DRAINING));
        assertThat(director.serverOf(TestPacket.tcp(1000, SYN))).isNotEqualTo(server);
    }

    @Test
    void shouldNotSendANewConnectionWhereTheLastSynFromItsPortWent() {
        final String server = director.serverOf(TestPacket.tcp(1000, SYN));
        director.serverOf(TestPacket.tcp(1000, ACK));
        director.serve(with(server, ServerState.DRAINING));
        director.serverOf(TestPacket.tcp(1000, FIN | ACK));
        final String next = director.serverOf(TestPacket.tcp(1000, SYN));
        assertThat(next).isNotEqualTo(server);
        director.serve(FOUR);
        assertThat(director.serverOf(TestPacket.tcp(1000, SYN))).as("SYN again").isEqualTo(next);
        director.serverOf(TestPacket.tcp(1000, RST));
        assertThat(director.serverOf(TestPacket.tcp(1000, ACK))).isEqualTo(next);
        director.serverOf(TestPacket.tcp(1000, RST));
        assertThat(director.serverOf(TestPacket.tcp(1000, SYN))).as("as every director says").isEqualTo(server);
    }

    @Test
    void shouldMakeNoEntryForAResetOfAnUnknownFlow() {
        director.serverOf(TestPacket.tcp(1000, RST));
        director.serverOf(TestPacket.tcp(1001, RST | ACK));
        assertThat(director.flows.size()).isZero();
    }

    @Test
    void shouldExpireUdpFlowsByTheirOwnIdleTimeAndCountThem() {
        director.serverOf(TestPacket.udp(1000));
        director.serverOf(TestPacket.tcp(1000, ACK));
        for (int second = 0; second < 70; second++) {
            director.nowNs += TestDirector.SECOND;
            for (int i = 0; i < 4096 && director.flows.size() == 2; i++) {
                director.pipeline.expire(director.nowNs + i * 1_000_000L);
            }
        }
        assertThat(director.flows.size()).isEqualTo(1);
        assertThat(director.total(Counters.Total.FLOWS_EXPIRED)).isEqualTo(1);
        assertThat(director.total(Counters.Total.FLOWS_CREATED)).isEqualTo(2);
        assertThat(decide(1000).reason()).isEqualTo(FlowDecision.Reason.FLOW_TABLE);
    }

    @Test
    void shouldForwardByTheTableAloneWhenTheFlowTableIsFull() {
        try (TestDirector small = new TestDirector(FOUR, 10)) {
            for (int port = 1; port <= 200; port++) {
                assertThat(small.serverOf(TestPacket.tcp(port, ACK)))
                        .isEqualTo(director.serverOf(TestPacket.tcp(port, ACK)));
            }
            assertThat(small.flows.size()).isEqualTo(10);
            assertThat(small.total(Counters.Total.FLOWS_UNTRACKED)).isEqualTo(190);
        }
    }

    @Test
    void shouldSayWhatItWouldDoAndWhy() {
        assertThat(decide(1000).reason()).isEqualTo(FlowDecision.Reason.TABLE);
        assertThat(decide(1000).pool()).contains("web");
        assertThat(decide(1000).slot()).isBetween(0, 250);
        final String expected = nameIn(decide(1000));
        assertThat(director.serverOf(TestPacket.tcp(1000, ACK))).isEqualTo(expected);
        director.serve(with(expected, ServerState.DOWN));
        assertThat(decide(1000).reason()).isEqualTo(FlowDecision.Reason.TABLE);
        assertThat(director.serverOf(TestPacket.tcp(1000, ACK))).isEqualTo(nameIn(decide(1000))).isNotEqualTo(expected);
        director.serve(TestPools.servers(4, ServerState.DOWN));
        assertThat(decide(1000).reason()).isEqualTo(FlowDecision.Reason.NO_SERVER);
        assertThat(decide(1000).server()).isEmpty();
        final FlowKey unserved = new FlowKey(Protocol.UDP, CLIENT, 1, TestPools.VIP, 80);
        assertThat(director.pipeline.decide(unserved, 0).reason()).isEqualTo(FlowDecision.Reason.NO_SERVICE);
    }
}
