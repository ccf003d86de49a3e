package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.forwarder.trace.Tap;
import dev.directrix.forwarder.trace.Trace;
import dev.directrix.forwarder.trace.TraceFilter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
 * What {@code directrix trace} costs the packets of a worker: nothing but a look at a reference for each batch while
 * nothing is traced, and the copying of headers while a trace asks for other packets. Direct routing, one flow.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TraceBenchmark {
    private static final int FRAMES = Pipeline.MAX_BATCH;
    private static final int FRAME_BYTES = 2048;
    private static final int LENGTH = 64;
    private static final int ACK = 0x10;
    private static final int CLIENT = 0x0a00_0001;
    private static final long NS_PER_BATCH = 5_000;
    private static final long HEADROOM = 256;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment template = arena.allocate(LENGTH, 64);
    private final MemorySegment memory = arena.allocate((long) FRAMES * FRAME_BYTES, 4096);
    private final long[] offsets = new long[FRAMES];
    private final int[] lengths = new int[FRAMES];
    private final int[] verdicts = new int[FRAMES];
    /** Holds null while nothing is traced, as a worker's does. */
    private final AtomicReference<Tap> tap = new AtomicReference<>();
    private FlowTables tables;
    private Pipeline pipeline;
    private Tap others;
    private long nowNs;

    /** Makes the pipeline and a trace of packets that do not come. */
    @Setup(Level.Trial)
    public void prepare() {
        tables = BenchmarkPipeline.tables(10_000);
        pipeline = BenchmarkPipeline.over(tables, BenchmarkPipeline.forwarding("dr"));
        TestFrame.writeTcp(template, 0, LENGTH, ACK);
        final AddressRange nobody = new AddressRange(InetAddress.ofLiteral("203.0.113.0"), 24);
        others = new Trace(new TraceFilter(Optional.empty(), Optional.of(nobody), Optional.empty(),
                OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty()), LENGTH,
                _ -> Optional.empty(), 0).tap(0);
    }

    /** Frees the memory. */
    @TearDown(Level.Trial)
    public void free() {
        tables.close();
        arena.close();
    }

    /** A packet of a pipeline that knows of no trace. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int withoutTap() {
        nextFrames();
        pipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0, nowNs);
        return forwarded();
    }

    /** A packet while nothing is traced. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int off() {
        return decide(tap.getAcquire());
    }

    /** A packet while others are traced. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int tracingOthers() {
        return decide(others);
    }

    private int decide(final Tap traced) {
        nextFrames();
        if (traced == null) {
            pipeline.processBatch(memory, offsets, lengths, verdicts, FRAMES, 0, nowNs);
        } else {
            traced.processBatch(pipeline, memory, offsets, lengths, verdicts, FRAMES, 0, nowNs);
        }
        return forwarded();
    }

    private int forwarded() {
        if (!Verdict.isTx(verdicts[0])) {
            throw new IllegalStateException(Verdict.describe(verdicts[0]));
        }
        return verdicts[0];
    }

    private void nextFrames() {
        nowNs += NS_PER_BATCH;
        for (int i = 0; i < FRAMES; i++) {
            final long at = (long) i * FRAME_BYTES + HEADROOM;
            offsets[i] = at;
            lengths[i] = LENGTH;
            MemorySegment.copy(template, 0, memory, at, LENGTH);
            TestFrame.setFlow(memory, at, CLIENT, 1024);
        }
    }
}
