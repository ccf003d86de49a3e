package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowState;
import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.flow.FlowTimeouts;
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
 * What the flow table alone costs a packet: the entry found, its time and its count updated. In batches of 64 that read
 * ahead, as the pipeline does; {@code numbersOnly} is what the benchmark itself costs, to be taken off.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlowTableBenchmark {
    /** Distinct flows, which fill the table. */
    @Param({"10000", "1000000", "10000000"})
    private int flows;

    private FlowTable table;
    private RigFlows packets;

    /** Fills the table. */
    @Setup(Level.Trial)
    public void fill() {
        table = new FlowTable(flows, FlowTimeouts.DEFAULT);
        packets = new RigFlows(table);
        table.advance(0);
        final int refused = packets.enter(0, flows, FlowState.ESTABLISHED);
        if (refused > flows / 1000) {
            throw new IllegalStateException(refused + " flows found no room");
        }
    }

    /** Frees it. */
    @TearDown(Level.Trial)
    public void free() {
        table.close();
    }

    /** A packet of an established flow. */
    @Benchmark
    @OperationsPerInvocation(RigFlows.BATCH)
    public int lookUp() {
        return packets.touchBatch(flows);
    }

    /** The choice of a flow and of its hash. */
    @Benchmark
    @OperationsPerInvocation(RigFlows.BATCH)
    public long numbersOnly() {
        return packets.numbersOnly(flows);
    }
}
