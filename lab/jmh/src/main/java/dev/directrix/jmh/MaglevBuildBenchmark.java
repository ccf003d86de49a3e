package dev.directrix.jmh;

import dev.directrix.maglev.Backend;
import dev.directrix.maglev.MaglevBuilder;
import dev.directrix.maglev.MaglevTable;
import dev.directrix.maglev.Permutation;
import dev.directrix.maglev.Seed;
import dev.directrix.maglev.SipPermutationHash;
import dev.directrix.maglev.SpreadPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Building a table for 1,000 servers. Ours is the whole build, from the list of servers to the immutable table; the
 * textbook loop starts from finished permutations and ends with the filled array. Every single build is timed, so that
 * the median is that of builds which nothing interrupted.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MaglevBuildBenchmark {

    private static final int SERVERS = 1_000;
    private static final int MOST_WEIGHT = 10;

    /** Number of slots. */
    @Param({"65537", "655373"})
    public int size;

    private SipPermutationHash hash;
    private SpreadPolicy policy;
    private List<Backend> equal;
    private List<Backend> weighted;
    private TextbookLoop textbook;

    /** Makes the servers and the textbook's permutations. */
    @Setup
    public void prepare() {
        hash = new SipPermutationHash(Seed.ofHex("8f1d2c3b4a5968778695a4b3c2d1e0ff"));
        policy = new SpreadPolicy();
        equal = new ArrayList<>();
        weighted = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            final String key = "10.0." + i / 250 + "." + (1 + i % 250);
            equal.add(new Backend(key, 1));
            weighted.add(new Backend(key, 1 + i % MOST_WEIGHT));
        }
        textbook = new TextbookLoop(size, equal.stream().map(Backend::key).sorted(Comparator.naturalOrder())
                .map(key -> hash.permutation(key.getBytes(StandardCharsets.UTF_8), size))
                .toArray(Permutation[]::new));
    }

    /**
     * The product's build, servers of equal weight.
     *
     * @return the table
     */
    @Benchmark
    public MaglevTable ours() {
        return MaglevBuilder.build(equal, size, hash, policy);
    }

    /**
     * The product's build, weights 1 to 10.
     *
     * @return the table
     */
    @Benchmark
    public MaglevTable oursWeighted() {
        return MaglevBuilder.build(weighted, size, hash, policy);
    }

    /**
     * The baseline, servers of equal weight.
     *
     * @return the filled slots
     */
    @Benchmark
    public int[] textbook() {
        return textbook.fill();
    }
}
