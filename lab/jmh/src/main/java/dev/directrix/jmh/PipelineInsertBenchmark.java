package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.pipeline.Pipeline;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The pipeline's cost of a new flow's first packet: decided by Maglev and entered in the flow table, which goes from
 * empty to {@value #FLOWS} flows in each invocation, four fifths of its capacity. Includes writing the frame.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipelineInsertBenchmark {
    private static final int FLOWS = 1_024_000;
    private static final int FRAMES = Pipeline.MAX_BATCH;
    private static final int FRAME_BYTES = 2048;
    private static final int LENGTH = 64;
    private static final int ACK = 0x10;
    private static final int CLIENTS = 0x0a00_0000;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate((long) FRAMES * FRAME_BYTES, 4096);
    private final long[] offsets = new long[FRAMES];
    private final int[] lengths = new int[FRAMES];
    private final int[] verdicts = new int[FRAMES];
    private FlowTables table;
    private Pipeline pipeline;

    /** Writes what the frames have in common. */
    @Setup(Level.Trial)
    public void frames() {
        for (int i = 0; i < FRAMES; i++) {
            offsets[i] = (long) i * FRAME_BYTES + 256;
            lengths[i] = LENGTH;
            TestFrame.writeTcp(memory, offsets[i], LENGTH, ACK);
        }
    }

    /** Makes an empty table. */
    @Setup(Level.Invocation)
    public void table() {
        table = BenchmarkPipeline.tables(FLOWS * 5 / 4);
        pipeline = BenchmarkPipeline.over(table);
    }

    /** Frees it. */
    @TearDown(Level.Invocation)
    public void freeTable() {
        table.close();
    }

    /** Frees the frames. */
    @TearDown(Level.Trial)
    public void freeFrames() {
        arena.close();
    }

    /** In batches of 64. */
    @Benchmark
    @OperationsPerInvocation(FLOWS)
    public int insertBatch() {
        for (int done = 0; done < FLOWS; done += FRAMES) {
            for (int i = 0; i < FRAMES; i++) {
                final int flow = done + i;
                TestFrame.setFlow(memory, offsets[i], CLIENTS + (flow >>> 8), 1024 + (flow & 0xff));
            }
            pipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0, 0);
        }
        if (table.size() != FLOWS) {
            throw new IllegalStateException("only " + table.size() + " flows were entered");
        }
        return verdicts[0];
    }
}
