package dev.directrix.lab.failover;

import dev.directrix.lab.probe.Median;
import dev.directrix.lab.run.LabErrors;
import dev.directrix.lab.run.LabRun;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code lab/failover} runs. */
@Command(name = "failover", mixinStandardHelpOptions = true,
    description = "Kill and freeze a director beside an FRR router, with BFD at 100 ms x 3, and measure how long the "
        + "router's kernel keeps the route.")
public final class FailoverCommand implements Callable<Integer> {
    private static final Duration GOAL = Duration.ofMillis(400);

    @Option(names = "--rounds", description = "how often for each kind of failure (default ${DEFAULT-VALUE})")
    private int rounds = 20;

    @Option(names = "--only", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private List<FailureKind> only = Arrays.asList(FailureKind.values());

    @Parameters(index = "0", hidden = true, description = "the topology's file")
    private Path file;

    private final PrintStream out;

    FailoverCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the rig and prints its table. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FailoverCommand(System.out)).setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(new LabErrors()).execute(arguments));
    }

    @Override
    public Integer call() {
        Topology topology = new TopologyReader(Map.of()).read(file).ofThisProcess("failover");
        boolean met = true;
        try (LabRun run = LabRun.up(topology, line -> { });
            Failover failover = new Failover(topology, run.lab(), out::println)) {
            StringBuilder table = new StringBuilder();
            for (FailureKind kind : only) {
                List<Duration> times = failover.measure(kind, rounds).stream().sorted().toList();
                Duration median = Median.of(times);
                met &= median.compareTo(GOAL) <= 0;
                table.append(String.format(Locale.ROOT, "%-8s median %4d ms   least %4d   most %4d   goal %d ms%n",
                    kind.name().toLowerCase(Locale.ROOT), median.toMillis(), times.getFirst().toMillis(),
                    times.getLast().toMillis(), GOAL.toMillis()));
            }
            out.printf("%nFrom the signal until the next hop is gone from the router's kernel, %d rounds each:%n%s",
                rounds, table);
        }
        return met ? 0 : 1;
    }
}
