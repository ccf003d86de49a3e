package dev.directrix.lab.modes;

import dev.directrix.lab.run.LabErrors;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code lab/modes} runs. */
@Command(name = "modes", mixinStandardHelpOptions = true,
    description = "Send every kind of traffic through every forwarding mode, with real servers, and verify the "
        + "checksums on every link.")
public final class ModesCommand implements Callable<Integer> {
    @Option(names = "--mode", split = ",", description = "only these modes, by name")
    private List<String> modes = new ArrayList<>();

    @Option(names = "--traffic", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private List<Traffic> traffic = Arrays.asList(Traffic.values());

    @Option(names = "--megabytes", description = "of the download (default ${DEFAULT-VALUE})")
    private int megabytes = 100;

    @Parameters(index = "0", hidden = true, description = "the topology's file")
    private Path file;

    @Spec
    private CommandSpec spec;

    private final PrintStream out;

    ModesCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the matrix and prints a line for each cell. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ModesCommand(System.out)).setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(new LabErrors()).execute(arguments));
    }

    @Override
    public Integer call() {
        List<Mode> chosen = chosen();
        try (ModesLab lab = ModesLab.up(file, out::println)) {
            return run(lab, chosen);
        }
    }

    private List<Mode> chosen() {
        List<String> known = Mode.ALL.stream().map(Mode::name).toList();
        modes.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "there is no mode " + name + "; there are " + String.join(", ", known));
        });
        return Mode.ALL.stream().filter(mode -> modes.isEmpty() || modes.contains(mode.name())).toList();
    }

    private int run(ModesLab lab, List<Mode> chosen) {
        ModeMatrix matrix = new ModeMatrix(lab, megabytes);
        List<ModeMatrix.Cell> cells = new ArrayList<>();
        for (Mode mode : chosen) {
            matrix.run(mode, traffic, cell -> {
                out.println(cell);
                cells.add(cell);
            });
        }
        long failed = cells.stream().filter(cell -> cell.failure().isPresent()).count();
        out.println(cells.size() - failed + " of " + cells.size() + " ok");
        return failed == 0 && !cells.isEmpty() ? 0 : 1;
    }
}
