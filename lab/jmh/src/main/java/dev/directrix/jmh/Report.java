package dev.directrix.jmh;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints one line each: name, median, ratio to its baseline, goal, met or not. Arguments are
 * patterns of benchmark names; without one, all run. {@code --quick} runs one short fork each, to see that they work;
 * {@code --verbose} shows what JMH says.
 */
public final class Report {

    private static final String QUICK = "--quick";
    private static final String VERBOSE = "--verbose";
    private static final int FORKS = 5;
    private static final int ITERATIONS = 5;
    private static final TimeValue ITERATION = new TimeValue(300, TimeUnit.MILLISECONDS);
    private static final String LINE = "%-44s %14s %8s  %-20s %s%n";

    private Report() {
    }

    /**
     * Exits with 0 when all benchmarks ran, whether or not they reached their goals.
     *
     * @param args patterns and options
     * @throws RunnerException when a benchmark fails
     */
    public static void main(final String[] args) throws RunnerException {
        final OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        System.out.printf(Locale.ROOT, "%d CPUs, load %.2f before the run (a busy machine inflates the medians)%n",
                machine.getAvailableProcessors(), machine.getSystemLoadAverage());
        print(run(List.of(args)), System.out);
    }

    /** Batch compilation: warm-up ends with compiled code however little time the compiler's threads get. */
    private static Collection<RunResult> run(final List<String> args) throws RunnerException {
        final boolean quick = args.contains(QUICK);
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(quick ? 1 : FORKS)
                .warmupIterations(quick ? 1 : ITERATIONS).warmupTime(ITERATION)
                .measurementIterations(quick ? 1 : ITERATIONS).measurementTime(ITERATION)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(args.contains(VERBOSE) ? VerboseMode.NORMAL : VerboseMode.SILENT)
                .jvmArgsAppend("-XX:+UseSerialGC", "-Xbatch", "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED", "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
        args.stream().filter(arg -> !arg.startsWith("--")).forEach(options::include);
        return new Runner(options.build()).run();
    }

    static void print(final Collection<RunResult> results, final PrintStream out) {
        final Medians medians = new Medians(results);
        out.printf(LINE, "benchmark", "median", "ratio", "goal", "met");
        for (final Goal goal : Goals.ALL) {
            line(goal, medians, out);
        }
    }

    private static void line(final Goal goal, final Medians medians, final PrintStream out) {
        final OptionalDouble gross = medians.of(goal.measured());
        final OptionalDouble own = goal.harness().map(medians::of).orElse(OptionalDouble.of(0));
        if (gross.isEmpty() || own.isEmpty()) {
            return;
        }
        final double median = gross.getAsDouble() - own.getAsDouble();
        final double ratio = goal.baseline().map(medians::of).filter(OptionalDouble::isPresent)
                .map(baseline -> baseline.getAsDouble() / median).orElse(Double.NaN);
        out.printf(Locale.ROOT, LINE, goal.name(),
                String.format(Locale.ROOT, "%.3f %s", median, goal.unit()),
                Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2fx", ratio),
                goal.text(),
                goal.met(median, ratio).map(met -> met ? "yes" : "NO").orElse(""));
    }
}
