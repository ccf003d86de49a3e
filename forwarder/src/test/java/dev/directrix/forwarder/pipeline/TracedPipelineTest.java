package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TestPools;
import dev.directrix.forwarder.trace.Tap;
import dev.directrix.forwarder.trace.Trace;
import dev.directrix.forwarder.trace.TraceFilter;
import dev.directrix.forwarder.trace.TracedPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pipeline whose worker takes part in a trace. */
class TracedPipelineTest {

    private static final int WORKER = 3;
    private static final int WHOLE = 2000;

    private final TestDirector director = new TestDirector(TestPools.servers(4, ServerState.ACTIVE));
    private final int[] verdict = new int[1];
    private Trace trace = trace(TraceFilter.EVERYTHING, WHOLE);
    private Tap tap = trace.tap(WORKER);

    @AfterEach
    void close() {
        director.close();
    }

    @Test
    void shouldShowWhatDecidedEachPacketOfAFlow() {
        send(TestPacket.tcp(40_000, TestPacket.SYN));
        send(TestPacket.tcp(40_000, TestPacket.ACK));
        send(TestPacket.tcp(40_000, TestPacket.ACK));

        final List<TracedPacket> packets = read();
        assertThat(packets).extracting(packet -> packet.reason().orElseThrow()).containsExactly(
            FlowDecision.Reason.TABLE, FlowDecision.Reason.RECENT_SYN, FlowDecision.Reason.FLOW_TABLE);
        assertThat(packets).allSatisfy(packet -> {
            assertThat(packet.server()).isEqualTo(director.compiler.servers().keyOf(director.pipeline.lastServer()));
            assertThat(packet.slot()).isPresent();
            assertThat(packet.worker()).isEqualTo(WORKER);
            assertThat(packet.timeNs()).isEqualTo(director.nowNs);
        });
        assertThat(trace.lost()).isZero();
    }

    @Test
    void shouldKeepThePacketAsItCameAndAsItLeft() {
        final byte[] before = TestPacket.tcp(40_000, TestPacket.ACK).bytes();
        final MemorySegment frame = send(TestPacket.tcp(40_000, TestPacket.ACK));

        final TracedPacket packet = read().getFirst();
        assertThat(packet.in()).isEqualTo(before);
        assertThat(packet.out()).isEqualTo(TestPacket.bytes(frame)).isNotEqualTo(before);
        assertThat(packet.inLength()).isEqualTo(before.length);
        assertThat(packet.outLength()).isEqualTo(before.length);
        assertThat(packet.verdict()).isEqualTo(verdict[0]);
    }

    @Test
    void shouldShowFragmentsThatWaitedAgainWhenTheyLeave() {
        final byte[] datagram = TestPacket.udp(40_000, 792).ip();
        final MemorySegment memory = TestPacket.segment(new byte[8192]);
        director.pipeline.outbox().lend(6000);
        place(memory, 500, TestPacket.udp(40_000).part(Arrays.copyOfRange(datagram, 420, 820)).fragment(50));
        place(memory, 2500, TestPacket.udp(40_000).part(Arrays.copyOfRange(datagram, 20, 420)).fragment(0x2000));
        final long stray = 4500;
        place(memory, stray, TestPacket.udp(40_000).part(new byte[80]).fragment(50).from(0x0a09_0909));
        assertThat(Verdict.isTx(verdict[0])).isFalse();

        List<TracedPacket> packets = read();
        assertThat(packets).hasSize(4);
        assertThat(packets).extracting(packet -> packet.verdict() == Verdict.HELD)
            .containsExactly(true, false, false, true);
        assertThat(packets).extracting(TracedPacket::waited).containsExactly(false, false, true, false);
        final TracedPacket released = packets.get(2);
        assertThat(Verdict.isTx(released.verdict())).isTrue();
        assertThat(released.in()).isEqualTo(packets.getFirst().in());
        assertThat(released.server()).isPresent().isEqualTo(packets.get(1).server());
        assertThat(released.outLength()).isEqualTo(14 + 420);

        director.pipeline.outbox().clear();
        director.pipeline.expire(director.nowNs + TestDirector.SECOND);
        tap.released(director.pipeline, memory, 0, director.nowNs + TestDirector.SECOND);
        packets = read();
        assertThat(packets).hasSize(1);
        assertThat(Verdict.reason(packets.getFirst().verdict())).isEqualTo(DropReason.FRAGMENT);
        assertThat(packets.getFirst().waited()).isTrue();
    }

    private void place(final MemorySegment memory, final long at, final TestPacket packet) {
        final byte[] frame = packet.bytes();
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, at, frame.length);
        tap.processBatch(director.pipeline, memory, new long[] {at}, new int[] {frame.length}, verdict, 1, 0,
            director.nowNs);
    }

    @Test
    void shouldKeepNoMoreThanItIsAskedFor() {
        follow(TraceFilter.EVERYTHING, 20);
        send(TestPacket.udp(40_000, 500));

        final TracedPacket packet = read().getFirst();
        assertThat(packet.in()).hasSize(20);
        assertThat(packet.out()).hasSize(packet.outLength() == 0 ? 0 : 20);
        assertThat(packet.inLength()).isEqualTo(14 + 20 + 8 + 500);
    }

    @Test
    void shouldTellWhyAPacketIsDropped() {
        send(new TestPacket().withTcp(40_000, 4711, TestPacket.SYN));

        final TracedPacket packet = read().getFirst();
        assertThat(Verdict.reason(packet.verdict())).isEqualTo(DropReason.NO_SERVICE);
        assertThat(packet.server()).isEmpty();
        assertThat(packet.out()).isEmpty();
    }

    @Test
    void shouldNameNoServerForWhatTheDirectorAnswersItself() {
        send(TestPacket.tcp(40_000, TestPacket.ACK));
        send(TestPacket.icmp(8));

        final List<TracedPacket> packets = read();
        assertThat(packets.getFirst().server()).isPresent();
        assertThat(packets.getLast().server()).isEmpty();
        assertThat(Verdict.isTx(packets.getLast().verdict())).isTrue();
    }

    @Test
    void shouldShowWhatTheFilterAsksForAndNothingElse() {
        final TraceFilter every = TraceFilter.EVERYTHING;
        final InetAddress vip = InetAddress.ofLiteral("192.0.2.10");
        final AddressRange clients = new AddressRange(InetAddress.ofLiteral("198.51.100.0"), 24);
        final AddressRange others = new AddressRange(InetAddress.ofLiteral("198.51.101.0"), 24);
        final Optional<InetAddress> any = Optional.empty();
        final OptionalInt none = OptionalInt.empty();
        assertThat(matches(every)).isTrue();
        assertThat(matches(new TraceFilter(Optional.of(vip), Optional.of(clients), any, OptionalInt.of(6),
            OptionalInt.of(80), Optional.of(TraceFilter.Fate.SENT), Optional.empty()))).isTrue();
        assertThat(matches(new TraceFilter(Optional.of(InetAddress.ofLiteral("192.0.2.11")), Optional.empty(), any,
            none, none, Optional.empty(), Optional.empty()))).isFalse();
        assertThat(matches(new TraceFilter(any, Optional.of(others), any, none, none, Optional.empty(),
            Optional.empty()))).isFalse();
        assertThat(matches(new TraceFilter(any, Optional.empty(), any, OptionalInt.of(17), none, Optional.empty(),
            Optional.empty()))).isFalse();
        assertThat(matches(new TraceFilter(any, Optional.empty(), any, none, OptionalInt.of(81), Optional.empty(),
            Optional.empty()))).isFalse();
        assertThat(matches(new TraceFilter(any, Optional.empty(), any, none, none,
            Optional.of(TraceFilter.Fate.DROPPED), Optional.empty()))).isFalse();
        assertThat(matches(new TraceFilter(any, Optional.empty(), any, none, none, Optional.empty(),
            Optional.of(DropReason.NO_SERVICE)))).isFalse();
        final InetAddress server = director.compiler.servers().keyOf(director.pipeline.lastServer()).orElseThrow()
            .address();
        assertThat(matches(server(server))).isTrue();
        assertThat(matches(server(InetAddress.ofLiteral("10.255.255.1")))).isFalse();
    }

    @Test
    void shouldCountWhatDoesNotFitAndNeverWait() {
        for (int i = 0; i < 1500; i++) {
            send(TestPacket.udp(40_000, 1400));
        }

        final int kept = read().size();
        assertThat(kept).isPositive();
        assertThat(kept + trace.lost()).isEqualTo(1500);
        send(TestPacket.udp(40_000, 1400));
        assertThat(read()).hasSize(1);
    }

    @Test
    void shouldEndWhenItIsClosedOrNobodyReads() {
        assertThat(tap.ended(director.nowNs)).isFalse();
        assertThat(tap.ended(director.nowNs + Trace.IDLE_NS)).isTrue();
        trace.close();
        assertThat(tap.ended(director.nowNs)).isTrue();
    }

    private boolean matches(final TraceFilter filter) {
        follow(filter, WHOLE);
        send(TestPacket.tcp(40_000, TestPacket.ACK));
        return !read().isEmpty();
    }

    private static TraceFilter server(final InetAddress address) {
        return new TraceFilter(Optional.empty(), Optional.empty(), Optional.of(address), OptionalInt.empty(),
            OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    private void follow(final TraceFilter filter, final int snap) {
        trace = trace(filter, snap);
        tap = trace.tap(WORKER);
    }

    private Trace trace(final TraceFilter filter, final int snap) {
        return new Trace(filter, snap, id -> director.compiler.servers().keyOf(id), director.nowNs);
    }

    private List<TracedPacket> read() {
        return trace.read(10_000, director.nowNs);
    }

    private MemorySegment send(final TestPacket packet) {
        final MemorySegment frame = packet.segment();
        tap.processBatch(director.pipeline, frame, new long[1], new int[] {(int) frame.byteSize()}, verdict, 1, 0,
            director.nowNs);
        return frame;
    }
}
