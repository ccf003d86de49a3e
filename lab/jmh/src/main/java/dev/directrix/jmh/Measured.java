package dev.directrix.jmh;

import java.util.Optional;

/**
 * One figure of a JMH run.
 *
 * @param benchmark class and method, e.g. {@code FlowHashBenchmark.hash4}
 * @param parameter value of the benchmark's only parameter, if it has one
 * @param metric name of a profiler's figure, e.g. {@code gc.alloc.rate.norm}; empty for the time itself
 */
public record Measured(String benchmark, Optional<String> parameter, Optional<String> metric) {

    /** Bytes allocated per operation, from JMH's gc profiler. */
    public static final String ALLOCATED_BYTES = "gc.alloc.rate.norm";

    /**
     * The time of a benchmark without parameters.
     *
     * @param benchmark class and method
     * @return its time
     */
    public static Measured time(final String benchmark) {
        return new Measured(benchmark, Optional.empty(), Optional.empty());
    }

    /**
     * The time of a benchmark with one parameter.
     *
     * @param benchmark class and method
     * @param parameter its value
     * @return its time
     */
    public static Measured time(final String benchmark, final String parameter) {
        return new Measured(benchmark, Optional.of(parameter), Optional.empty());
    }

    /**
     * What a benchmark without parameters allocates per operation.
     *
     * @param benchmark class and method
     * @return its bytes
     */
    public static Measured allocation(final String benchmark) {
        return new Measured(benchmark, Optional.empty(), Optional.of(ALLOCATED_BYTES));
    }

    /**
     * What a benchmark with one parameter allocates per operation.
     *
     * @param benchmark class and method
     * @param parameter its value
     * @return its bytes
     */
    public static Measured allocation(final String benchmark, final String parameter) {
        return new Measured(benchmark, Optional.of(parameter), Optional.of(ALLOCATED_BYTES));
    }
}
