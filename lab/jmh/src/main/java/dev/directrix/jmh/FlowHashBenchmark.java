package dev.directrix.jmh;

import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Hashing one flow; each hash depends on the one before, so this is latency, not throughput. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FlowHashBenchmark {

    private static final int VIP = 0xc000020a;
    private static final int PORT = 443;
    private static final int TCP = 6;

    private final FlowHash hash = FlowHash.of(Seed.ofHex("8f1d2c3b4a5968778695a4b3c2d1e0ff"));
    private long last = 1;

    /**
     * An IPv4 flow.
     *
     * @return its hash
     */
    @Benchmark
    public long hash4() {
        last = hash.hash4((int) last, VIP, (int) (last >>> 48), PORT, TCP);
        return last;
    }

    /**
     * An IPv6 flow.
     *
     * @return its hash
     */
    @Benchmark
    public long hash6() {
        last = hash.hash6(0x20010db800000000L, last, 0x20010db800010000L, VIP, (int) (last >>> 48), PORT, TCP);
        return last;
    }
}
