package dev.directrix.forwarder.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotTable;
import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.neighbor.NextHopTable;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.forwarder.pipeline.NextHops;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AfXdpClusterTest {

    private static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
    private static final InetAddress SERVER = InetAddress.ofLiteral("10.0.0.21");
    private static final long OWN_MAC = 0x0200_0000_0011L;
    private static final long SECOND = 1_000_000_000L;
    private static final FlowQuery ALL = new FlowQuery((pool, slot) -> true, 300 * SECOND, 300 * SECOND);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(FakePort.FRAME_BYTES * 256L, Long.BYTES);
    private final NextHopTable hops = new NextHopTable();
    private final TableCompiler compiler = new TableCompiler();
    private final AtomicLong clock = new AtomicLong(1000 * SECOND);
    private final List<Worker> workers = new ArrayList<>();
    private final List<Poller> pollers = new ArrayList<>();
    private final FakePort port = new FakePort(memory);

    @BeforeEach
    void open() {
        final ServerPool pool = ServerPool.of("dns",
            List.of(new RealServer("s1", SERVER, 1, ServerState.ACTIVE)), 13, SEED);
        hops.publishHops(new long[] {NextHops.hop(0x0200_0000_0021L, 0)});
        hops.publishSources(new long[] {OWN_MAC});
        for (int number = 0; number < 2; number++) {
            final FlowTables flows = new FlowTables(16, FlowHash.of(SEED),
                new LocalPorts(0, 1, LocalPorts.DEFAULT_REST), new TimeoutClasses(FlowTimeouts.DEFAULT),
                FlowListener.NONE);
            final Pipeline pipeline = new Pipeline(FlowHash.of(SEED), flows, hops);
            pipeline.apply(compiler.compile(
                ForwardingTable.of(Set.of(VIP), List.of(new VirtualService(VIP, Protocol.UDP, 53, pool)))));
            pollers.add(new Poller());
            workers.add(new Worker(number, 1, pipeline, pollers.getLast(), clock::get));
        }
        workers.getFirst().attach(0, port);
    }

    @AfterEach
    void free() {
        workers.forEach(Worker::onClose);
        pollers.forEach(Poller::close);
        workers.forEach(worker -> worker.pipeline().flows().close());
        arena.close();
    }

    private AfXdpCluster join() {
        final AfXdpCluster cluster =
            new AfXdpCluster(workers, compiler.servers(), ClusterOptions.DEFAULT, clock::get, Runnable::run);
        cluster.begin(ClusterOptions.DEFAULT);
        return cluster;
    }

    private static ClusterTables tables(final int server) {
        final Exceptions exceptions = new Exceptions(2, 8);
        exceptions.put(1, 0, 0, 0);
        return new ClusterTables(
            new EpochTables(1, 0, List.of(PoolEpoch.of(0, SlotTable.of(new int[] {server, server}))), exceptions),
            List.of("dns"), List.of(new ServerKey("dns", SERVER)), true);
    }

    private AfXdpCluster serving() {
        final AfXdpCluster cluster = join();
        cluster.apply(tables(0));
        cluster.validUntil(clock.get() + SECOND);
        cluster.serve();
        return cluster;
    }

    private static List<String> flows(final AfXdpCluster cluster) {
        final List<String> result = new ArrayList<>();
        cluster.collect(ALL, (hash, pool, server, idleNs) -> result.add(pool + " " + server));
        return result;
    }

    /** Datagrams of as many flows come to the first worker. */
    private void arrive(final int flows) {
        for (int i = 0; i < flows; i++) {
            final ByteBuffer frame = memory.asSlice((long) i * FakePort.FRAME_BYTES, 60).asByteBuffer();
            frame.putShort((short) (OWN_MAC >>> 32)).putInt((int) OWN_MAC);
            frame.putShort(12, (short) 0x0800).put(14, (byte) 0x45).putShort(16, (short) 46);
            frame.put(22, (byte) 64).put(23, (byte) 17).putInt(26, 0xc633_6401 + i).put(30, VIP.getAddress());
            frame.putShort(34, (short) 4_000).putShort(36, (short) 53).putShort(38, (short) 26);
            port.arriving.add(i);
        }
        workers.getFirst().doWork();
    }

    @Test
    void shouldForwardNothingBeforeItServes() {
        final AfXdpCluster cluster = join();
        arrive(3);
        assertThatThrownBy(cluster::serve).isInstanceOf(DatapathException.class).hasMessageContaining("no tables");
        cluster.apply(tables(0));
        arrive(3);
        assertThat(port.kicked).isEmpty();
        assertThat(cluster.serving()).isFalse();
        cluster.validUntil(clock.get() + SECOND);
        cluster.serve();
        arrive(3);
        assertThat(port.kicked).hasSize(3);
        assertThat(cluster.serving()).isTrue();
    }

    @Test
    void shouldRefuseToServePastTheDeadline() {
        final AfXdpCluster cluster = join();
        cluster.apply(tables(0));
        assertThatThrownBy(cluster::serve).isInstanceOf(DatapathException.class).hasMessageContaining("deadline");
    }

    @Test
    void shouldForwardNothingPastItsDeadlineUntilItJoinsAnew() {
        final AfXdpCluster cluster = serving();
        clock.addAndGet(2 * SECOND);
        assertThat(cluster.validUntil(clock.get() + SECOND)).isFalse();
        arrive(3);
        assertThatThrownBy(cluster::serve).isInstanceOf(DatapathException.class);
        assertThat(port.kicked).isEmpty();
        cluster.retire();
        serving();
        arrive(3);
        assertThat(port.kicked).hasSize(3);
    }

    @Test
    void shouldNotLetAnEarlierLifeTouchTheNextOne() {
        final AfXdpCluster before = serving();
        before.retire();
        final AfXdpCluster next = serving();
        before.validUntil(clock.get() - SECOND);
        before.stop();
        assertThatThrownBy(() -> before.apply(tables(SlotTable.NO_SERVER))).isInstanceOf(DatapathException.class);
        assertThatThrownBy(before::leave).isInstanceOf(DatapathException.class);
        arrive(3);
        assertThat(port.kicked).hasSize(3);
        assertThat(next.serving()).isTrue();
    }

    @Test
    void shouldStopAndLeave() {
        final AfXdpCluster cluster = serving();
        cluster.stop();
        arrive(3);
        assertThat(port.kicked).isEmpty();
        cluster.leave();
        arrive(3);
        assertThat(port.kicked).hasSize(3);
    }

    @Test
    void shouldTellFlowsOfThisLifeAndThoseThatWereHandedOver() {
        arrive(3);
        clock.addAndGet(20 * SECOND);
        final AfXdpCluster cluster = serving();
        assertThat(flows(cluster)).isEmpty();
        assertThat(cluster.adopt(99, 0, 5, 10 * SECOND)).isTrue();
        assertThat(cluster.adopt(98, 7, 5, 10 * SECOND)).isTrue();
        assertThat(flows(cluster)).as("only of pools that there are").containsExactly("0 5");
        clock.addAndGet(291 * SECOND);
        assertThat(flows(cluster)).isEmpty();
        assertThat(cluster.use()).isEqualTo(new ClusterUse(3, 3 / 16.0, 2, 0, 1, 0));
    }

    @Test
    void shouldTellWhenItLastForwardedWithoutTracking() {
        final AfXdpCluster cluster = serving();
        assertThat(cluster.trackGap().flowNs()).isEmpty();
        assertThat(cluster.trackGap().synNs()).isEmpty();
        arrive(60);
        assertThat(port.kicked).hasSize(60);
        assertThat(cluster.trackGap().flowNs()).isPresent();
        assertThat(cluster.use().fullest()).isEqualTo(1);
        cluster.retire();
        assertThat(serving().trackGap().flowNs()).as("another life").isEmpty();
    }
}
