package dev.directrix.lab.weights;

import dev.directrix.director.control.json.JsonText;
import dev.directrix.lab.run.LabErrors;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code lab/weights} runs. */
@Command(name = "weights", mixinStandardHelpOptions = true,
    description = "Give directors weights beside FRR and BIRD, and compare kernels and traffic with what the models "
        + "foretold.")
public final class WeightsCommand implements Callable<Integer> {

    @Option(names = "--flows", description = "through each router for each setting (default ${DEFAULT-VALUE})")
    private int flows = 20_000;

    @Option(names = "--rounds", description = "how often all settings are gone through, for the times; traffic is "
        + "measured in the first (default ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--output", description = "text or json; json: progress goes to standard error")
    private String output = "text";

    @Parameters(index = "0", hidden = true, description = "the topology's file")
    private Path file;

    private final PrintStream out;
    private final PrintStream err;

    WeightsCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the rig and prints its tables. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WeightsCommand(System.out, System.err))
            .setExecutionExceptionHandler(new LabErrors()).execute(arguments));
    }

    @Override
    public Integer call() {
        boolean json = output.equals("json");
        PrintStream progress = json ? err : out;
        try (WeightsLab lab = WeightsLab.up(file, WeightTrials.FIRST, progress::println)) {
            WeightsReport report = new WeightTrials(lab, flows, progress::println).run(rounds);
            out.println(json ? JsonText.pretty(report.json()) : report.toString());
            return report.isTrue() && report.routers().stream().allMatch(report::isSoon) ? 0 : 1;
        }
    }
}
