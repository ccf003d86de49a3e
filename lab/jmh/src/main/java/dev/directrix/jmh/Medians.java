package dev.directrix.jmh;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The figures of a JMH run: of each benchmark, the median over its forks of the median over a fork's iterations. */
final class Medians {

    private final Map<Measured, Double> medians = new HashMap<>();

    Medians(final Collection<RunResult> results) {
        for (final RunResult result : results) {
            final String[] path = result.getParams().getBenchmark().split("\\.", -1);
            final String benchmark = path[path.length - 2] + "." + path[path.length - 1];
            final Optional<String> parameter = result.getParams().getParamsKeys().stream().findFirst()
                    .map(result.getParams()::getParam);
            medians.put(new Measured(benchmark, parameter, Optional.empty()), overForks(result));
            final Result<?> allocated = result.getSecondaryResults().get(Measured.ALLOCATED_BYTES);
            if (allocated != null) {
                medians.put(new Measured(benchmark, parameter, Optional.of(Measured.ALLOCATED_BYTES)),
                        allocated.getStatistics().getPercentile(50));
            }
        }
    }

    /** A figure; empty when its benchmark did not run. */
    OptionalDouble of(final Measured measured) {
        final Double median = medians.get(measured);
        return median == null ? OptionalDouble.empty() : OptionalDouble.of(median);
    }

    private static double overForks(final RunResult result) {
        return median(result.getBenchmarkResults().stream().mapToDouble(Medians::overIterations).toArray());
    }

    private static double overIterations(final BenchmarkResult fork) {
        return median(fork.getIterationResults().stream()
                .mapToDouble(iteration -> iteration.getPrimaryResult().getStatistics().getPercentile(50)).toArray());
    }

    static double median(final double... values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
