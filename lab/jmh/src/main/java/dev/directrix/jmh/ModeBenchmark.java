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
 * What a packet of an established flow costs in the pipeline by the mode of its service: 10,000 flows, batches of 64,
 * in memory. Each batch is written anew, which {@link #framesOnly} measures alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ModeBenchmark {
    private static final int FRAMES = Pipeline.MAX_BATCH;
    private static final int FRAME_BYTES = 2048;
    private static final int LENGTH = 64;
    private static final int FLOWS = 10_000;
    private static final int STRIDE_PRIME = 7919;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int CLIENTS = 0x0a00_0000;
    private static final long NS_PER_BATCH = 5_000;
    private static final long HEADROOM = 256;

    /** The mode, as in the configuration. */
    @Param({"dr", "ipip", "gre", "gue", "minimal", "dscp", "nat", "fullnat"})
    public String mode;

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

    /** Enters the flows, one after the other: so the compiler sees what packets of open flows do from the start. */
    @Setup(Level.Trial)
    public void fill() {
        tables = BenchmarkPipeline.tables(1_000_000);
        pipeline = BenchmarkPipeline.over(tables, BenchmarkPipeline.forwarding(mode));
        for (int flow = 0; flow < FLOWS; flow++) {
            for (final int flags : new int[] {SYN, ACK, ACK, ACK, ACK, ACK}) {
                TestFrame.writeTcp(template, 0, LENGTH, flags);
                writeFrame(0, flow);
                if (!Verdict.isTx(pipeline.process(memory, offsets[0], LENGTH, 0, nowNs))) {
                    throw new IllegalStateException("a frame of mode " + mode + " is not forwarded");
                }
            }
        }
    }

    /** Frees the memory. */
    @TearDown(Level.Trial)
    public void free() {
        tables.close();
        arena.close();
    }

    /** What the benchmark itself costs: choosing flows and writing their frames. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int framesOnly() {
        nextFrames();
        return position;
    }

    /** A packet of an established flow, in batches of 64. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int packet() {
        nextFrames();
        pipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0, nowNs);
        if (!Verdict.isTx(verdicts[0])) {
            throw new IllegalStateException(Verdict.describe(verdicts[0]));
        }
        return verdicts[0];
    }

    private void nextFrames() {
        nowNs += NS_PER_BATCH;
        for (int i = 0; i < FRAMES; i++) {
            position = (position + STRIDE_PRIME) % FLOWS;
            writeFrame(i, position);
        }
    }

    private void writeFrame(final int place, final int flow) {
        final long at = (long) place * FRAME_BYTES + HEADROOM;
        offsets[place] = at;
        lengths[place] = LENGTH;
        MemorySegment.copy(template, 0, memory, at, LENGTH);
        TestFrame.setFlow(memory, at, CLIENTS + (flow >>> 8), 1024 + (flow & 0xff));
    }
}
