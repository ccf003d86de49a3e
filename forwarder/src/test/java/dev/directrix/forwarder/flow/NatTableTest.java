package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NatTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final FlowHash HASH = FlowHash.of(Seed.ofHex("000102030405060708090a0b0c0d0e0f"));
    private static final long VIP = Addresses.mapped(0xc000_020a);
    private static final long SERVER = Addresses.mapped(0x0a00_0001);
    private static final NatSettings LOCAL = new NatSettings(
            List.of(InetAddress.ofLiteral("10.0.0.100")), new PortRange(1024, 65535), false);

    private final LocalPorts ports = new LocalPorts(0, 1, Duration.ofSeconds(2));
    private final ActiveFlows counts = new ActiveFlows();
    private final NatTable table = table(1000, false);
    private final NatFlow seen = new NatFlow();
    private long nowNs;

    private NatTable table(final int capacity, final boolean wide) {
        ports.prepare(Set.of(LOCAL));
        final NatTable made = new NatTable(
                capacity, wide, HASH, new TimeoutClasses(FlowTimeouts.DEFAULT), counts, ports);
        made.advance(0);
        return made;
    }

    @AfterEach
    void close() {
        table.close();
    }

    private static long client(final int number) {
        return Addresses.mapped(0xc633_6400 + (number >>> 14));
    }

    private static int clientPorts(final int number) {
        return (1024 + (number & 0x3fff)) << 16 | 80;
    }

    private static long hash(final long from, final long to, final int both) {
        return HASH.hash4((int) from, (int) to, both >>> 16, both & 0xffff, 6);
    }

    private int find(final NatTable in, final int number) {
        return in.find(0, client(number), 0, VIP, clientPorts(number), false,
                hash(client(number), VIP, clientPorts(number)), NatTable.ANY);
    }

    private int open(final NatTable in, final int number, final FlowState state) {
        final long local = ports.take(LOCAL, 0, SERVER, 8080, false, nowNs);
        final NatFlow flow = new NatFlow()
                .client(0, client(number), 0, VIP, clientPorts(number), false)
                .server(7, 0, SERVER, 8080)
                .local(ports.high(local), ports.low(local), LocalPorts.port(local));
        return in.insert(flow, state.inClass(0), hash(client(number), VIP, clientPorts(number)));
    }

    private int answer(final NatTable in, final int entry) {
        in.read(entry, seen);
        final int both = seen.serverPort() << 16 | seen.localPort();
        return in.answer(0, SERVER, 0, seen.localLow(), both, false, hash(SERVER, seen.localLow(), both), seen);
    }

    private void pass(final long ns) {
        for (final long end = nowNs + ns; nowNs < end;) {
            nowNs = Math.min(end, nowNs + SECOND / 10);
            table.advanceIdle(nowNs);
        }
    }

    @Test
    void shouldFindAFlowByItsPacketsOfEitherDirection() {
        final int entry = open(table, 1, FlowState.HALF_OPEN);
        assertThat(find(table, 1)).isEqualTo(entry);
        assertThat(answer(table, entry)).isEqualTo(entry);
        assertThat(Addresses.ofLongs(seen.clientHigh(), seen.clientLow()).getHostAddress()).isEqualTo("198.51.100.0");
        assertThat(seen.clientPort()).isEqualTo(1025);
        assertThat(seen.vipLow()).isEqualTo(VIP);
        assertThat(seen.vipPort()).isEqualTo(80);
        assertThat(seen.serverId()).isEqualTo(7);
        assertThat(seen.isFull()).isTrue();
        assertThat(find(table, 2)).isEqualTo(NatTable.ABSENT);
        table.remove(entry);
        assertThat(find(table, 1)).isEqualTo(NatTable.ABSENT);
        assertThat(answer(table, entry)).isEqualTo(NatTable.ABSENT);
        assertThat(ports.taken()).isZero();
    }

    @Test
    void shouldFindNatAnswersByTheClientsOwnEndpointAndRefuseTwoThatLookAlike() {
        final NatFlow flow = new NatFlow()
                .client(0, client(1), 0, VIP, clientPorts(1), false)
                .server(7, 0, SERVER, 8080);
        final int entry = table.insert(flow, FlowState.HALF_OPEN.inClass(0), hash(client(1), VIP, clientPorts(1)));
        final int both = 8080 << 16 | clientPorts(1) >>> 16;
        assertThat(table.answer(0, SERVER, 0, client(1), both, false, hash(SERVER, client(1), both), seen))
                .isEqualTo(entry);
        assertThat(seen.isFull()).isFalse();
        final NatFlow other = new NatFlow()
                .client(0, client(1), 0, VIP + 1, clientPorts(1), false)
                .server(7, 0, SERVER, 8080);
        final long otherHash = hash(client(1), VIP + 1, clientPorts(1));
        assertThat(table.insert(other, FlowState.HALF_OPEN.inClass(0), otherHash)).isEqualTo(NatTable.CONFLICT);
        pass(32 * SECOND);
        assertThat(table.insert(other, FlowState.HALF_OPEN.inClass(0), otherHash)).isNotNegative();
    }

    @Test
    void shouldFollowTheStatesOfBothDirections() {
        final int entry = open(table, 1, FlowState.HALF_OPEN);
        table.noteAnswer(entry, TcpEvent.SYN, nowNs);
        assertThat(table.stateOf(entry)).isEqualTo(FlowState.HALF_OPEN);
        table.touch(entry, TcpEvent.DATA);
        assertThat(table.stateOf(entry)).isEqualTo(FlowState.ESTABLISHED);
        assertThat(counts.active).isEqualTo(1);
        table.touch(entry, TcpEvent.FIN);
        assertThat(table.stateOf(entry)).isEqualTo(FlowState.HALF_CLOSED);
        assertThat(table.isClosing(entry)).isTrue();
        assertThat(counts.active).isZero();
        assertThat(counts.inactive).isEqualTo(1);
        table.noteAnswer(entry, TcpEvent.FIN, nowNs);
        assertThat(table.stateOf(entry)).isEqualTo(FlowState.TIME_WAIT);
        table.touch(entry, TcpEvent.DATA);
        assertThat(table.packetsOf(entry)).isEqualTo(4);
        pass(16 * SECOND);
        assertThat(table.size()).isZero();
        assertThat(counts.inactive).isZero();
    }

    @Test
    void shouldEndAFlowThatTheServerReset() {
        final int entry = open(table, 1, FlowState.ESTABLISHED);
        table.noteAnswer(entry, TcpEvent.RST, nowNs);
        assertThat(table.stateOf(entry)).isEqualTo(FlowState.RESET);
        pass(34 * SECOND);
        assertThat(table.size()).isZero();
        assertThat(counts.active + counts.inactive).isZero();
        assertThat(ports.taken()).isZero();
    }

    @Test
    void shouldCountAFlowAsOverAsSoonAsTimeGoesOnAfterTheServerEndedIt() {
        final int reset = open(table, 1, FlowState.ESTABLISHED);
        open(table, 2, FlowState.ESTABLISHED);
        assertThat(counts.active).isEqualTo(2);
        table.noteAnswer(reset, TcpEvent.RST, nowNs);
        table.noteAnswer(reset, TcpEvent.RST, nowNs + 1);
        assertThat(counts.active).isEqualTo(2);
        table.advance(SECOND / 500);
        assertThat(counts.active).isEqualTo(1);
        assertThat(counts.inactive).isEqualTo(1);
    }

    @Test
    void shouldNotMindNoticesOfFlowsThatHaveGone() {
        final int first = open(table, 1, FlowState.ESTABLISHED);
        table.noteAnswer(first, TcpEvent.FIN, nowNs);
        table.remove(first);
        table.advance(SECOND / 500);
        assertThat(table.size()).isZero();
        int entry = open(table, 2, FlowState.ESTABLISHED);
        for (int i = 0; i < 3000; i++) {
            table.noteAnswer(entry, TcpEvent.FIN, nowNs);
            table.remove(entry);
            entry = open(table, 2, FlowState.ESTABLISHED);
        }
        table.advance(SECOND / 100);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.stateOf(entry)).isEqualTo(FlowState.ESTABLISHED);
        assertThat(counts.active).isEqualTo(1);
    }

    @Test
    void shouldStayAsLongAsEitherDirectionHasPackets() {
        final int entry = open(table, 1, FlowState.ESTABLISHED);
        for (int i = 0; i < 5; i++) {
            pass(200 * SECOND);
            table.noteAnswer(entry, TcpEvent.DATA, nowNs);
            assertThat(find(table, 1)).as("round %d", i).isEqualTo(entry);
        }
        pass(301 * SECOND);
        assertThat(find(table, 1)).isEqualTo(NatTable.ABSENT);
    }

    @Test
    void shouldKeepHalfOpenFlowsShortAndHalfClosedOnesLonger() {
        open(table, 1, FlowState.HALF_OPEN);
        table.touch(open(table, 2, FlowState.ESTABLISHED), TcpEvent.FIN);
        pass(31 * SECOND);
        assertThat(find(table, 1)).isEqualTo(NatTable.ABSENT);
        assertThat(find(table, 2)).isNotEqualTo(NatTable.ABSENT);
        pass(90 * SECOND);
        assertThat(find(table, 2)).isEqualTo(NatTable.ABSENT);
    }

    @Test
    void shouldGiveTheFloodItsShareAndNoEstablishedFlow() {
        for (int number = 0; number < 700; number++) {
            open(table, number, FlowState.ESTABLISHED);
        }
        for (int number = 10_000; number < 60_000; number++) {
            assertThat(open(table, number, FlowState.HALF_OPEN)).isNotNegative();
        }
        assertThat(table.size()).isEqualTo(700 + table.halfOpenCapacity());
        assertThat(table.evicted()).isEqualTo(50_000 - table.halfOpenCapacity());
        for (int number = 0; number < 700; number++) {
            assertThat(find(table, number)).as("flow %d", number).isNotEqualTo(NatTable.ABSENT);
        }
        assertThat(counts.active).isEqualTo(700);
        assertThat(counts.inactive).isEqualTo(table.halfOpenCapacity());
        assertThat(ports.taken()).isEqualTo(table.size());
    }

    @Test
    void shouldRefuseFlowsOverItsCapacityAndUsePlacesAgain() {
        for (int number = 0; number < 1000; number++) {
            assertThat(open(table, number, FlowState.ESTABLISHED)).as("flow %d", number).isNotNegative();
        }
        assertThat(open(table, 1000, FlowState.ESTABLISHED)).isEqualTo(NatTable.ABSENT);
        for (int number = 0; number < 1000; number++) {
            table.remove(find(table, number));
        }
        for (int number = 2000; number < 3000; number++) {
            assertThat(open(table, number, FlowState.ESTABLISHED)).isNotNegative();
        }
        assertThat(table.size()).isEqualTo(1000);
    }

    @Test
    void shouldCostAtMost64BytesAFlowOfIpv4() {
        try (NatTable large = table(1_000_000, false)) {
            assertThat((double) large.memoryBytes() / large.capacity()).isLessThanOrEqualTo(64.0);
        }
    }

    @Test
    void shouldTranslateBetweenFamilies() {
        final InetAddress vip = InetAddress.ofLiteral("2001:db8::10");
        final InetAddress from = InetAddress.ofLiteral("2001:db8:9::1");
        try (NatTable wide = table(100, true)) {
            final int both = 40_000 << 16 | 443;
            final long flowHash = HASH.hash6(Addresses.high(from), Addresses.low(from), Addresses.high(vip),
                    Addresses.low(vip), 40_000, 443, 6);
            final long local = ports.take(LOCAL, 0, SERVER, 8443, false, 0);
            final NatFlow flow = new NatFlow()
                    .client(Addresses.high(from), Addresses.low(from), Addresses.high(vip), Addresses.low(vip), both,
                            false)
                    .server(3, 0, SERVER, 8443)
                    .local(ports.high(local), ports.low(local), LocalPorts.port(local));
            final int entry = wide.insert(flow, FlowState.HALF_OPEN.inClass(0), flowHash);
            assertThat(wide.find(Addresses.high(from), Addresses.low(from), Addresses.high(vip), Addresses.low(vip),
                    both, false, flowHash, NatTable.ANY)).isEqualTo(entry);
            final int back = 8443 << 16 | LocalPorts.port(local);
            assertThat(wide.answer(0, SERVER, 0, ports.low(local), back, false, hash(SERVER, ports.low(local), back),
                    seen)).isEqualTo(entry);
            assertThat(Addresses.ofLongs(seen.clientHigh(), seen.clientLow())).isEqualTo(from);
            wide.remove(entry);
            assertThat(wide.size()).isZero();
        }
    }

    @Test
    void shouldShowItsFlowsWithTheirLocalEndpoint() {
        final int entry = open(table, 1, FlowState.ESTABLISHED);
        table.read(entry, seen);
        final List<FlowRecord> shown = new ArrayList<>();
        table.forEach(SECOND, shown::add);
        assertThat(shown).singleElement().satisfies(flow -> {
            assertThat(flow.serverId()).isEqualTo(7);
            assertThat(flow.state()).isEqualTo(FlowState.ESTABLISHED);
            assertThat(flow.key()).hasToString("tcp 198.51.100.0:1025 192.0.2.10:80");
            assertThat(flow.local()).contains(
                    new InetSocketAddress(InetAddress.ofLiteral("10.0.0.100"), seen.localPort()));
            assertThat(flow.idleNs()).isBetween(SECOND - (9L << 20), SECOND + (9L << 20));
        });
        final long[] byServer = new long[8];
        table.countByServer(SECOND, byServer);
        assertThat(byServer[7]).isEqualTo(1);
    }
}
