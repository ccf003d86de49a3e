package dev.directrix.forwarder.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.neighbor.NextHopTable;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.pipeline.NextHops;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final InetAddress VIP = address("192.0.2.10");
    private static final long SERVER_MAC = 0x0200_0000_0021L;
    private static final long OWN_MAC = 0x0200_0000_0011L;
    private static final int OUT = 1;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(FakePort.FRAME_BYTES * 256L, Long.BYTES);
    private final FlowTables flows = new FlowTables(1024, FlowHash.of(SEED),
            new LocalPorts(0, 1, LocalPorts.DEFAULT_REST),
            new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE);
    private final NextHopTable hops = new NextHopTable();
    private final Poller poller = new Poller();
    private final Pipeline pipeline = new Pipeline(FlowHash.of(SEED), flows, hops);
    private final AtomicLong clock = new AtomicLong(77);
    private final Worker worker = new Worker(0, 2, pipeline, poller, clock::get);
    private final FakePort in = new FakePort(memory);
    private final FakePort out = new FakePort(memory);

    @BeforeEach
    void serve() {
        final ServerPool pool = ServerPool.of("web",
            List.of(new RealServer("s1", address("10.0.0.21"), 1, ServerState.ACTIVE)), 13, SEED);
        pipeline.apply(new TableCompiler().compile(ForwardingTable.of(Set.of(VIP),
            List.of(new VirtualService(VIP, Protocol.UDP, 53, pool)))));
        hops.publishHops(new long[] {NextHops.hop(SERVER_MAC, OUT)});
        hops.publishSources(new long[] {OWN_MAC, OWN_MAC + 1});
        worker.attach(0, in);
        worker.attach(OUT, out);
    }

    @AfterEach
    void free() {
        worker.onClose();
        poller.close();
        flows.close();
        arena.close();
    }

    @Test
    void shouldSendByTheInterfaceOfTheNextHop() {
        arrive(100, 53);

        assertThat(worker.doWork()).as("one batch").isEqualTo(Pipeline.MAX_BATCH);
        assertThat(worker.doWork()).isEqualTo(100 - Pipeline.MAX_BATCH);

        assertThat(out.sent).hasSize(100).doesNotHaveDuplicates();
        assertThat(in.sent).isEmpty();
        assertThat(in.discarded).isEmpty();
        assertThat(worker.counters().received(0)).isEqualTo(100);
        assertThat(worker.counters().transmittedBy(OUT)).isEqualTo(100);
        assertThat(out.flushes).isEqualTo(2);
    }

    @Test
    void shouldGiveEveryFrameBackThatGoesNowhere() {
        arrive(10, 54);

        worker.doWork();

        assertThat(in.discarded).hasSize(10).doesNotHaveDuplicates();
        assertThat(out.sent).isEmpty();
        assertThat(pipeline.counters().dropped(DropReason.NO_SERVICE)).isEqualTo(10);
    }

    @Test
    void shouldCountWhatDoesNotFitTheTransmitRing() {
        out.room = 3;
        arrive(10, 53);

        worker.doWork();

        assertThat(out.sent).hasSize(3);
        assertThat(in.discarded).hasSize(7);
        assertThat(worker.counters().transmitDropsOf(OUT)).isEqualTo(7);
        assertThat(worker.counters().transmittedBy(OUT)).isEqualTo(3);
    }

    @Test
    void shouldKeepAnEarlyFragmentUntilTheFirstOneComes() {
        in.spare.add(250L * FakePort.FRAME_BYTES);
        final byte[] datagram = TestPacket.udp(4000, 40).to(VIP).ip();
        fragment(7, Arrays.copyOfRange(datagram, 44, 68), 3);
        fragment(8, Arrays.copyOfRange(datagram, 20, 44), 0x2000);
        in.arriving.add(7);

        worker.doWork();

        assertThat(in.kept).containsExactly(7L * FakePort.FRAME_BYTES);
        assertThat(in.discarded).isEmpty();
        assertThat(out.sent).isEmpty();
        in.arriving.add(8);

        worker.doWork();

        assertThat(out.sent).containsExactlyInAnyOrder(7L * FakePort.FRAME_BYTES, 8L * FakePort.FRAME_BYTES);
        assertThat(in.discarded).isEmpty();
    }

    private void fragment(final int place, final byte[] part, final int field) {
        final byte[] frame = TestPacket.udp(4000).to(VIP).macs(OWN_MAC, TestPacket.ROUTER_MAC)
            .part(part).fragment(field).padded(2).bytes();
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, (long) place * FakePort.FRAME_BYTES, frame.length);
    }

    @Test
    void shouldDropWhatLeavesByAnInterfaceThatIsAway() {
        worker.detach(OUT);
        arrive(4, 53);

        worker.doWork();

        assertThat(out.closed).isTrue();
        assertThat(in.discarded).hasSize(4);
        assertThat(worker.counters().transmitDropsOf(OUT)).isEqualTo(4);
    }

    @Test
    void shouldLoseNoFrameToADefect() {
        final FakePort broken = new FakePort(memory.asSlice(0, 100));
        worker.attach(0, broken);
        broken.arriving.addAll(List.of(1, 2, 3));

        assertThatThrownBy(worker::doWork).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(broken.discarded).hasSize(3);
    }

    @Test
    void shouldReportFailedPortsUntilTheyAreDetached() {
        out.failure = "transmit on AF_XDP socket: ENETDOWN";
        worker.doWork();
        assertThat(worker.failure(OUT)).contains(out.failure);
        assertThat(worker.failure(0)).isEmpty();

        worker.detach(OUT);
        assertThat(worker.failure(OUT)).isEmpty();
    }

    @Test
    void shouldKeepTheLossesOfClosedPorts() {
        out.lost = 5;
        worker.detach(OUT);
        final FakePort next = new FakePort(memory);
        next.lost = 2;
        worker.attach(OUT, next);

        worker.doWork();

        assertThat(worker.counters().lostBy(OUT)).isEqualTo(7);
    }

    @Test
    void shouldBeUnsettledWhileSentFramesAreOut() {
        out.outstanding = true;
        worker.doWork();
        assertThat(worker.unsettled()).isTrue();
        out.outstanding = false;
        worker.doWork();
        assertThat(worker.unsettled()).isFalse();
    }

    @Test
    void shouldRunCommandsAtOnceBeforeItRuns() {
        assertThat(worker.<Integer>call(() -> 42)).isEqualTo(42);
        assertThat(pipeline.counters().total(Counters.Total.FORWARDED)).isZero();
    }

    private Validity validFor(final long ns) {
        final Validity validity = new Validity(clock::get);
        validity.until(clock.get() + ns);
        validity.open();
        worker.permit(validity);
        return validity;
    }

    @Test
    void shouldForwardUntilTheDeadline() {
        validFor(1000);
        arrive(10, 53);

        worker.doWork();

        assertThat(out.kicked).hasSize(10);
        assertThat(pipeline.counters().dropped(DropReason.NOT_VALID)).isZero();
    }

    @Test
    void shouldDropWhatStandsInItsRingsWhenItWakesPastTheDeadline() {
        final Validity validity = validFor(1000);
        arrive(100, 53);
        clock.addAndGet(1000);

        worker.doWork();
        worker.doWork();

        assertThat(out.sent).isEmpty();
        assertThat(in.discarded).hasSize(100).doesNotHaveDuplicates();
        assertThat(pipeline.counters().dropped(DropReason.NOT_VALID)).isEqualTo(100);
        assertThat(validity.until(clock.get() + 1000)).isFalse();
        arrive(10, 53);
        worker.doWork();
        assertThat(out.sent).as("it does not resume by itself").isEmpty();
    }

    @Test
    void shouldNotHandOverWhatWasDecidedInTimeButLeavesTooLate() {
        validFor(1000);
        arrive(10, 53);
        in.beforeKick = Optional.of(() -> clock.addAndGet(1000));

        worker.doWork();

        assertThat(out.sent).hasSize(10);
        assertThat(out.kicked).isEmpty();
        assertThat(pipeline.counters().dropped(DropReason.NOT_VALID)).isEqualTo(10);
        assertThat(out.closed).isFalse();
    }

    @Test
    void shouldCloseAPortWhoseRingHoldsFramesPastTheDeadline() {
        validFor(1000);
        out.unsent = true;
        arrive(1, 53);
        assertThat(worker.doWork()).isEqualTo(2);
        assertThat(worker.doWork()).as("no sleep in poll(2), which would send them whenever it ends").isEqualTo(1);
        assertThat(out.closed).isFalse();
        clock.addAndGet(1000);

        worker.doWork();

        assertThat(out.closed).isTrue();
        assertThat(in.closed).isFalse();
        assertThat(worker.failure(OUT)).isPresent();
        worker.detach(OUT);
        assertThat(worker.failure(OUT)).isEmpty();
    }

    @Test
    void shouldForwardAgainInAnotherLife() {
        validFor(1000);
        clock.addAndGet(1000);
        worker.doWork();
        validFor(1000);
        arrive(10, 53);

        worker.doWork();

        assertThat(out.kicked).hasSize(10);
    }

    private void arrive(final int frames, final int port) {
        for (int i = 0; i < frames; i++) {
            final ByteBuffer frame = memory.asSlice((long) i * FakePort.FRAME_BYTES, 60).asByteBuffer();
            frame.putShort((short) (OWN_MAC >>> 32)).putInt((int) OWN_MAC);
            frame.putShort(12, (short) 0x0800).put(14, (byte) 0x45).putShort(16, (short) 46);
            frame.put(22, (byte) 64).put(23, (byte) 17).putInt(26, 0xc633_6401 + i).put(30, VIP.getAddress());
            frame.putShort(34, (short) 4_000).putShort(36, (short) port).putShort(38, (short) 26);
            in.arriving.add(i);
        }
    }

    private static InetAddress address(final String text) {
        try {
            return InetAddress.getByName(text);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
