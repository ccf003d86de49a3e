package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
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
 * The pipeline's cost of one packet in memory, from the frame to the rewritten frame: nanoseconds, and with
 * {@code -prof gc} bytes allocated. The flows come round in an order that no cache foresees. The frames themselves go
 * through a pool of {@value #FRAMES}, as in a UMEM; copying a flow's addresses and ports into its frame is what the
 * benchmark {@code framesOnly} measures, to be taken off the others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipelineBenchmark {
    private static final int FRAMES = 64;
    private static final int FRAME_BYTES = 2048;
    private static final int LENGTH = 64;
    private static final int ACK = 0x10;
    private static final long NS_PER_BATCH = FRAMES * 100L;
    private static final int STRIDE_PRIME = 15_485_863;
    private static final int CLIENTS = 0x0a00_0000;

    /** Distinct flows. */
    @Param({"10000", "100000", "1000000"})
    private int flows;

    private final Arena arena = Arena.ofConfined();
    private final long[] offsets = new long[FRAMES];
    private final int[] lengths = new int[FRAMES];
    private final int[] verdicts = new int[FRAMES];
    private MemorySegment memory;
    private FlowTables table;
    private FlowTables smallTable;
    private Pipeline pipeline;
    private Pipeline fullPipeline;
    private long nowNs;
    private long position;

    /** Fills the flow table. */
    @Setup(Level.Trial)
    public void fill() {
        table = BenchmarkPipeline.tables(Math.max(flows, 1_000_000));
        smallTable = BenchmarkPipeline.tables(1);
        pipeline = BenchmarkPipeline.over(table);
        fullPipeline = BenchmarkPipeline.over(smallTable);
        memory = arena.allocate((long) FRAMES * FRAME_BYTES, 4096);
        for (int i = 0; i < FRAMES; i++) {
            offsets[i] = (long) i * FRAME_BYTES + 256;
            lengths[i] = LENGTH;
            TestFrame.writeTcp(memory, offsets[i], LENGTH, ACK);
        }
        for (int flow = 0; flow < flows; flow++) {
            TestFrame.setFlow(memory, offsets[0], CLIENTS + (flow >>> 8), 1024 + (flow & 0xff));
            if (!Verdict.isTx(pipeline.process(memory, offsets[0], LENGTH, 0, nowNs))) {
                throw new IllegalStateException("the benchmark's frame is not forwarded");
            }
        }
    }

    /** Frees the memory. */
    @TearDown(Level.Trial)
    public void free() {
        table.close();
        smallTable.close();
        arena.close();
    }

    /** What the benchmark itself costs: choosing a flow and writing its frame. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long framesOnly() {
        nextFrames();
        return position;
    }

    /** A flow with an entry, one packet at a time. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int established() {
        nextFrames();
        int sum = 0;
        for (int i = 0; i < FRAMES; i++) {
            sum += pipeline.process(memory, offsets[i], LENGTH, 0, nowNs);
        }
        return sum;
    }

    /** A flow with an entry, in batches of 64. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int establishedBatch() {
        nextFrames();
        pipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0, nowNs);
        return verdicts[0];
    }

    /** A flow without entry and a table without room: Maglev alone. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int tableFull() {
        nextFrames();
        fullPipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0, nowNs);
        return verdicts[0];
    }

    private void nextFrames() {
        nowNs += NS_PER_BATCH;
        for (int i = 0; i < FRAMES; i++) {
            position = (position + STRIDE_PRIME) % flows;
            final int flow = (int) position;
            TestFrame.setFlow(memory, offsets[i], CLIENTS + (flow >>> 8), 1024 + (flow & 0xff));
        }
    }
}
