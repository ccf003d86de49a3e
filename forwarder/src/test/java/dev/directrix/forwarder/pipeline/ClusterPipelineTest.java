package dev.directrix.forwarder.pipeline;

import static dev.directrix.forwarder.packet.TestPacket.ACK;
import static dev.directrix.forwarder.packet.TestPacket.FIN;
import static dev.directrix.forwarder.packet.TestPacket.RST;
import static dev.directrix.forwarder.packet.TestPacket.SYN;
import static dev.directrix.forwarder.pipeline.ClusterRig.DNS;
import static dev.directrix.forwarder.pipeline.ClusterRig.MARK;
import static dev.directrix.forwarder.pipeline.ClusterRig.MS;
import static dev.directrix.forwarder.pipeline.ClusterRig.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.SlotMode;
import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TestPools;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterPipelineTest {
    private static final long IDLE = 300_000 * MS;

    private final ClusterRig rig = new ClusterRig(1000, ClusterOptions.DEFAULT);

    @AfterEach
    void close() {
        rig.close();
    }

    private long dropped(final DropReason reason) {
        return rig.pipeline.counters().dropped(reason);
    }

    private long total(final Counters.Total total) {
        return rig.pipeline.counters().total(total);
    }

    @Test
    void shouldSendFlowsByTheClustersTable() {
        rig.apply(3, SlotMode.NORMAL);
        IntStream.range(1, 20).forEach(port -> rig.process(TestPacket.tcp(port, port % 2 == 0 ? SYN : ACK)));
        rig.process(TestPacket.udp(20));
        rig.process(TestPacket.tcp(21, ACK).v6());
        assertThat(rig.left).hasSize(21).allMatch(each -> each.endsWith(" to s3"));
        assertThat(total(Counters.Total.EXCEPTION_PACKETS)).isZero();
    }

    @Test
    void shouldFollowExceptionsEvenThoseThatComeWithoutATable() {
        rig.apply(3, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, ACK));
        rig.except(WEB, 1, 2, 0);
        rig.process(TestPacket.tcp(1, ACK));
        rig.process(TestPacket.tcp(1, SYN));
        rig.process(TestPacket.udp(1));
        assertThat(rig.left).containsExactly("1 to s3", "1 to s2", "1 to s2", "1 to s3");
        assertThat(total(Counters.Total.EXCEPTION_PACKETS)).isEqualTo(2);
        assertThat(rig.collect(IDLE)).containsOnlyOnce(rig.flow(WEB, 1, 2));
    }

    @Test
    void shouldNotLetTheFlowTableOrHealthDecide() {
        rig.process(TestPacket.tcp(1, SYN));
        rig.process(TestPacket.tcp(1, ACK));
        final String before = rig.left.getLast();
        final int other = before.endsWith("s3") ? 4 : 3;
        final List<RealServer> servers = new ArrayList<>(TestPools.servers(4, ServerState.ACTIVE));
        servers.set(other - 1, TestPools.server(other, ServerState.DOWN));
        rig.serve(servers);
        rig.apply(other, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, ACK));
        rig.process(TestPacket.tcp(1, SYN));
        assertThat(rig.left.subList(2, 4)).containsOnly("1 to s" + other);
        assertThat(total(Counters.Total.FLOWS_MOVED)).isEqualTo(1);
        assertThat(rig.collect(IDLE)).containsOnly(rig.flow(WEB, 1, other));
    }

    @Test
    void shouldDecideAloneAgainAfterItHasLeft() {
        rig.process(TestPacket.tcp(1, SYN));
        rig.apply(rig.left.getFirst().endsWith("s3") ? 4 : 3, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, SYN));
        rig.pipeline.leave();
        rig.process(TestPacket.tcp(1, SYN));
        assertThat(rig.left.get(1)).isNotEqualTo(rig.left.getFirst());
        assertThat(rig.left.get(2)).isEqualTo(rig.left.getFirst());
    }

    @Test
    void shouldDropWhatNoServerThatItKnowsServes() {
        rig.apply(EpochTables.NO_SERVER - 9, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, SYN));
        rig.apply(7, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, SYN));
        rig.apply(500, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, ACK));
        assertThat(rig.left).isEmpty();
        assertThat(dropped(DropReason.NO_SERVER)).isEqualTo(3);
    }

    @Test
    void shouldHoldASynUntilTheTableHasChanged() {
        rig.apply(1, SlotMode.FROZEN);
        assertThat(rig.process(TestPacket.tcp(1, SYN))).isEqualTo(Verdict.HELD);
        rig.process(TestPacket.tcp(2, ACK));
        rig.nowNs += 20 * MS;
        assertThat(rig.turn()).isTrue();
        rig.apply(4, SlotMode.SWITCHED);
        assertThat(rig.turn()).isTrue();
        assertThat(rig.pipeline.heldNow()).isEqualTo(1);
        rig.apply(4, SlotMode.NORMAL);
        assertThat(rig.turn()).isFalse();
        assertThat(rig.left).containsExactly("2 to s1", "1 to s4");
        assertThat(total(Counters.Total.PACKETS_HELD)).isEqualTo(1);
        assertThat(rig.pipeline.heldNow()).isZero();
        assertThat(rig.collect(IDLE)).contains(rig.flow(WEB, 1, 4));
    }

    @Test
    void shouldDropASynThatHasWaitedTooLong() {
        rig.apply(1, SlotMode.FROZEN);
        rig.process(TestPacket.tcp(1, SYN));
        rig.nowNs += 50 * MS;
        assertThat(rig.turn()).isTrue();
        rig.nowNs += MS;
        assertThat(rig.turn()).isFalse();
        rig.apply(1, SlotMode.NORMAL);
        rig.turn();
        assertThat(rig.left).isEmpty();
        assertThat(dropped(DropReason.HELD_TOO_LONG)).isEqualTo(1);
        final int service = rig.compiler.services().idOf(rig.pipeline.index().services().getFirst().key());
        assertThat(rig.pipeline.counters().dropped(service, DropReason.HELD_TOO_LONG)).isEqualTo(1);
    }

    @Test
    void shouldLetASynGoWhoseExceptionIsMarkedMeanwhile() {
        rig.apply(1, SlotMode.FROZEN);
        rig.except(WEB, 1, 2, MARK - 1);
        rig.process(TestPacket.tcp(1, SYN));
        rig.process(TestPacket.tcp(2, SYN));
        rig.except(WEB, 1, 2, MARK);
        rig.nowNs += 2 * MS;
        assertThat(rig.turn()).isTrue();
        assertThat(rig.left).containsExactly("1 to s2");
    }

    @Test
    void shouldHoldNoMoreThanItHasRoomFor() {
        try (ClusterRig small = new ClusterRig(1000, new ClusterOptions(
                ClusterOptions.DEFAULT.hold(), 10, 64, ClusterOptions.DEFAULT.synAck(), 10, Duration.ZERO))) {
            small.apply(1, SlotMode.FROZEN);
            IntStream.range(0, 15).forEach(port -> small.process(TestPacket.tcp(port, SYN)));
            assertThat(small.pipeline.heldNow()).isEqualTo(10);
            assertThat(small.pipeline.counters().dropped(DropReason.HOLD_FULL)).isEqualTo(5);
            small.apply(1, SlotMode.NORMAL);
            small.turn();
            assertThat(small.left).hasSize(10);
        }
    }

    @Test
    void shouldReleaseManyInSeveralTurns() {
        rig.apply(1, SlotMode.FROZEN);
        IntStream.range(0, 1000).forEach(port -> rig.process(TestPacket.tcp(port, SYN)));
        rig.apply(2, SlotMode.NORMAL);
        int turns = 1;
        while (rig.turn()) {
            turns++;
        }
        assertThat(turns).isBetween(2, 20);
        assertThat(rig.left).isEqualTo(IntStream.range(0, 1000).mapToObj(port -> port + " to s2").toList());
    }

    @Test
    void shouldKeepTheOrderOfTheDatagramsOfAFlow() {
        rig.apply(1, SlotMode.FROZEN);
        rig.process(TestPacket.udp(1, 10));
        rig.process(TestPacket.udp(1, 20));
        final TestPacket late = TestPacket.udp(1, 30);
        rig.apply(2, SlotMode.NORMAL);
        // The table has changed, but what waited has not left yet when this one is decided.
        assertThat(rig.process(late)).isEqualTo(Verdict.HELD);
        assertThat(rig.process(TestPacket.udp(1, 40))).isNotEqualTo(Verdict.HELD);
        assertThat(rig.left).hasSize(4).containsOnly("1 to s2");
        assertThat(total(Counters.Total.PACKETS_HELD)).isEqualTo(3);
    }

    @Test
    void shouldSendFragmentsBehindTheirFirstThatWaited() {
        final byte[] datagram = TestPacket.udp(4000, 40).ip();
        final TestPacket first = TestPacket.udp(4000).part(Arrays.copyOfRange(datagram, 20, 44)).fragment(0x2000);
        final TestPacket second = TestPacket.udp(4000).part(Arrays.copyOfRange(datagram, 44, 68)).fragment(3);
        rig.apply(1, SlotMode.FROZEN);
        assertThat(rig.process(first)).isEqualTo(Verdict.HELD);
        assertThat(rig.process(second)).isEqualTo(Verdict.HELD);
        rig.apply(2, SlotMode.NORMAL);
        rig.turn();
        assertThat(rig.left).hasSize(2).allMatch(each -> each.endsWith("to s2"));
    }

    @Test
    void shouldSendErrorsWhereTheFlowGoesThatTheyQuote() {
        rig.apply(1, SlotMode.FROZEN);
        rig.except(WEB, 1, 2, 0);
        for (int port = 1; port <= 2; port++) {
            final byte[] quoted = TestPacket.tcp(80, ACK).withTcp(80, port, ACK)
                    .from(TestPools.VIP).to(0xc633_6407).ip();
            rig.process(TestPacket.icmp(3, 4, 1400, Arrays.copyOf(quoted, 28)).from(0x0a00_0001));
        }
        assertThat(rig.left).extracting(each -> each.substring(each.length() - 2)).containsExactly("s2", "s1");
    }

    @Test
    void shouldTellItsLiveFlows() {
        rig.apply(1, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, SYN));
        rig.process(TestPacket.tcp(2, SYN));
        rig.process(TestPacket.tcp(2, ACK));
        rig.process(TestPacket.udp(3));
        rig.process(TestPacket.tcp(4, RST));
        rig.process(TestPacket.tcp(5, ACK).v6());
        final long hash6 = rig.hash.hash6(high(TestPacket.CLIENT_6.getAddress()), low(TestPacket.CLIENT_6.getAddress()),
                high(TestPacket.VIP_6.getAddress()), low(TestPacket.VIP_6.getAddress()), 5, 80, 6);
        assertThat(rig.collect(IDLE)).containsExactlyInAnyOrder(
                rig.flow(WEB, 1, 1), rig.flow(WEB, 2, 1), rig.flow(DNS, 3, 1), hash6 + " of 0 to 10");
        rig.nowNs += 10_000 * MS;
        rig.process(TestPacket.udp(3));
        assertThat(rig.collect(5_000 * MS)).as("half-open ones whatever their time").containsExactlyInAnyOrder(
                rig.flow(DNS, 3, 1), rig.flow(WEB, 1, 1));
        rig.nowNs += 60_000 * MS;
        assertThat(rig.collect(5_000 * MS)).isEmpty();
    }

    @Test
    void shouldTellTheFlowsOfTheSlotsAskedFor() {
        rig.apply(1, SlotMode.NORMAL);
        IntStream.range(0, 200).forEach(port -> rig.process(TestPacket.tcp(port, port % 2 == 0 ? ACK : SYN)));
        final List<Integer> slots = new ArrayList<>();
        rig.pipeline.collect(new FlowQuery((pool, slot) -> pool == WEB && slot < 300, IDLE, IDLE), rig.nowNs,
                (hash, pool, server, idleNs) -> slots.add((int) (((hash >>> 32) * ClusterRig.SLOTS) >>> 32)));
        assertThat(slots).hasSizeBetween(20, 120).allMatch(slot -> slot < 300);
    }

    @Test
    void shouldTrackOnlyWhileTheTableChangesWhereItIsToldTo() {
        rig.tracksAlways = false;
        rig.apply(1, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, SYN));
        rig.process(TestPacket.tcp(2, SYN));
        rig.process(TestPacket.tcp(2, ACK));
        rig.process(TestPacket.udp(3));
        assertThat(rig.collect(IDLE)).containsExactly(rig.flow(WEB, 1, 1));
        assertThat(rig.flows.size()).isZero();
        rig.apply(1, SlotMode.TRANSIT);
        rig.process(TestPacket.tcp(2, ACK));
        rig.process(TestPacket.udp(3));
        assertThat(rig.collect(IDLE)).containsExactlyInAnyOrder(
                rig.flow(WEB, 1, 1), rig.flow(WEB, 2, 1), rig.flow(DNS, 3, 1));
    }

    @Test
    void shouldBeginAnewWhereTheClientEndedTheConnection() {
        rig.apply(1, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, ACK));
        rig.process(TestPacket.tcp(1, FIN | ACK));
        rig.apply(2, SlotMode.NORMAL);
        rig.process(TestPacket.tcp(1, SYN));
        assertThat(rig.collect(IDLE)).containsExactly(rig.flow(WEB, 1, 2));
    }

    @Test
    void shouldSayWhenItForwardsWithoutTracking() {
        try (ClusterRig small = new ClusterRig(20, new ClusterOptions(
                ClusterOptions.DEFAULT.hold(), 10, 8, ClusterOptions.DEFAULT.synAck(), 10, Duration.ZERO))) {
            small.apply(1, SlotMode.NORMAL);
            small.process(TestPacket.tcp(1, ACK));
            small.process(TestPacket.tcp(2, SYN));
            assertThat(small.pipeline.untrackedAtNs()).isEmpty();
            assertThat(small.pipeline.synLostAtNs()).isEmpty();
            IntStream.range(100, 200).forEach(port -> small.process(TestPacket.tcp(port, ACK)));
            assertThat(small.pipeline.untrackedAtNs()).hasValue(small.nowNs);
            small.nowNs += MS;
            IntStream.range(100, 200).forEach(port -> small.process(TestPacket.tcp(port, SYN)));
            assertThat(small.pipeline.synLostAtNs()).hasValue(small.nowNs);
            assertThat(small.left).hasSize(202).as("flows are untouched").allMatch(each -> each.endsWith("s1"));
        }
    }

    private FlowDecision decide(final int port) {
        return rig.pipeline.decide(new FlowKey(Protocol.TCP, InetAddress.ofLiteral("198.51.100.7"), port,
                TestPools.VIP, 80), rig.nowNs);
    }

    @Test
    void shouldSayWhatDecidesAFlow() {
        rig.process(TestPacket.tcp(1, ACK));
        assertThat(decide(1).cluster()).isEmpty();
        rig.apply(3, SlotMode.FROZEN);
        rig.except(WEB, 2, 4, MARK);
        rig.except(WEB, 3, 4, 0);
        assertThat(decide(1).server().orElseThrow().name()).isEqualTo("s3");
        assertThat(decide(1).reason()).isEqualTo(FlowDecision.Reason.TABLE);
        assertThat(decide(1).slot()).isEqualTo(
                (int) (((rig.hashOf(WEB, 1) >>> 32) * ClusterRig.SLOTS) >>> 32));
        assertThat(decide(1).cluster()).contains(new ClusterDecision(3, SlotMode.FROZEN, false, true));
        assertThat(decide(2).reason()).isEqualTo(FlowDecision.Reason.FLOW_TABLE);
        assertThat(decide(2).server().orElseThrow().name()).isEqualTo("s4");
        assertThat(decide(2).cluster()).contains(new ClusterDecision(3, SlotMode.FROZEN, true, false));
        assertThat(decide(3).cluster()).contains(new ClusterDecision(3, SlotMode.FROZEN, true, true));
        rig.apply(500, SlotMode.NORMAL);
        assertThat(decide(1).reason()).isEqualTo(FlowDecision.Reason.NO_SERVER);
        assertThat(decide(1).cluster()).contains(new ClusterDecision(3, SlotMode.NORMAL, false, false));
    }

    /** Packets, SYNs, exceptions and waiting: nothing is allocated for any of them. */
    @Test
    void shouldAllocateNothingForPackets() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
        IntStream.range(0, 64).forEach(port -> rig.except(WEB, port, 2, MARK));
        rig.apply(1, SlotMode.TRANSIT);
        final ClusterIndex open = rig.index(1, SlotMode.TRANSIT);
        final ClusterIndex frozen = rig.index(1, SlotMode.FROZEN);
        final byte[][] frames = IntStream.range(0, 256)
                .mapToObj(port -> (port % 4 == 0 ? TestPacket.udp(port)
                        : TestPacket.tcp(port, port % 4 == 1 ? SYN : ACK)).bytes())
                .toArray(byte[][]::new);
        run(frames, open, frozen, 2_000);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(frames, open, frozen, 2_000);
        // 512,000 packets and 2,000 plans of some hundred octets, each with the numbers of three services.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8_000_000);
        assertThat(total(Counters.Total.PACKETS_HELD)).isPositive();
        assertThat(total(Counters.Total.EXCEPTION_PACKETS)).isPositive();
    }

    private void run(final byte[][] frames, final ClusterIndex open, final ClusterIndex frozen, final int rounds) {
        for (int round = 0; round < rounds; round++) {
            rig.pipeline.apply(round % 10 == 0 ? frozen : open);
            for (final byte[] frame : frames) {
                rig.processQuietly(frame);
            }
            rig.nowNs += 10 * MS;
        }
    }

    private static long high(final byte... address) {
        return ByteBuffer.wrap(address).getLong(0);
    }

    private static long low(final byte... address) {
        return ByteBuffer.wrap(address).getLong(8);
    }
}
