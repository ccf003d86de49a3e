package dev.directrix.jmh;

import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.Exceptions;
import dev.directrix.forwarder.epoch.PoolEpoch;
import dev.directrix.forwarder.epoch.SlotTable;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.pipeline.ClusterIndex;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.IdRegistry;
import dev.directrix.forwarder.service.ServerKey;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a packet of an established flow costs where a cluster decides, by direct routing: 10,000 flows, batches of 64,
 * in memory, as {@link ModeBenchmark} without a cluster.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClusterBenchmark {
    private static final int FRAMES = Pipeline.MAX_BATCH;
    private static final int FRAME_BYTES = 2048;
    private static final int LENGTH = 64;
    private static final int FLOWS = 10_000;
    private static final int STRIDE_PRIME = 7919;
    private static final int SERVERS = 100;
    private static final int SLOTS = 65_537;
    private static final int ACK = 0x10;
    private static final int CLIENTS = 0x0a00_0000;
    private static final int FIRST_SERVER = 0x0a01_0000;
    private static final long NS_PER_BATCH = 5_000;
    private static final long HEADROOM = 256;

    /** Exceptions in the cluster's tables, of other flows; less than zero: no cluster. */
    @Param({"-1", "0", "100000"})
    public int exceptions;

    /** Whether every flow is tracked. */
    @Param({"true", "false"})
    public boolean always;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment template = arena.allocate(LENGTH, 64);
    private final MemorySegment memory = arena.allocate((long) FRAMES * FRAME_BYTES, 4096);
    private final long[] offsets = new long[FRAMES];
    private final int[] lengths = new int[FRAMES];
    private final int[] verdicts = new int[FRAMES];
    private FlowTables tables;
    private Pipeline pipeline;
    private long nowNs;
    private int position;

    /** Enters the flows. */
    @Setup(Level.Trial)
    public void fill() {
        tables = BenchmarkPipeline.tables(1_000_000);
        pipeline = BenchmarkPipeline.over(tables);
        if (exceptions >= 0) {
            pipeline.join(ClusterOptions.DEFAULT);
            pipeline.apply(cluster());
        }
        TestFrame.writeTcp(template, 0, LENGTH, ACK);
        for (int flow = 0; flow < FLOWS; flow++) {
            writeFrame(0, flow);
            if (!Verdict.isTx(pipeline.process(memory, offsets[0], LENGTH, 0, nowNs))) {
                throw new IllegalStateException("a frame is not forwarded");
            }
        }
    }

    private ClusterIndex cluster() {
        final Exceptions filled = new Exceptions(SLOTS, Math.max(1, exceptions));
        final Random random = new Random(1);
        for (int i = 0; i < exceptions; i++) {
            filled.put(random.nextLong(), 0, i % SERVERS, 0);
        }
        final int[] slots = IntStream.range(0, SLOTS).map(slot -> slot * 31 % SERVERS).toArray();
        final List<ServerKey> servers = IntStream.range(0, SERVERS)
                .mapToObj(i -> new ServerKey("web", Addresses.ofInt(FIRST_SERVER + i))).toList();
        return ClusterIndex.of(
                new ClusterTables(
                        new EpochTables(1, 0, List.of(PoolEpoch.of(0, SlotTable.of(slots))), filled),
                        List.of("web"), servers, always),
                new IdRegistry<>(SERVERS));
    }

    /** Frees the memory. */
    @TearDown(Level.Trial)
    public void free() {
        tables.close();
        arena.close();
    }

    /** A packet of an established flow, in batches of 64. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int packet() {
        nowNs += NS_PER_BATCH;
        for (int i = 0; i < FRAMES; i++) {
            position = (position + STRIDE_PRIME) % FLOWS;
            writeFrame(i, position);
        }
        pipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0, nowNs);
        if (!Verdict.isTx(verdicts[0])) {
            throw new IllegalStateException(Verdict.describe(verdicts[0]));
        }
        return verdicts[0];
    }

    private void writeFrame(final int place, final int flow) {
        final long at = (long) place * FRAME_BYTES + HEADROOM;
        offsets[place] = at;
        lengths[place] = LENGTH;
        MemorySegment.copy(template, 0, memory, at, LENGTH);
        TestFrame.setFlow(memory, at, CLIENTS + (flow >>> 8), 1024 + (flow & 0xff));
    }
}
