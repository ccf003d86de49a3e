package dev.directrix.lab.modes;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    private final PrintStream out;

    ModesCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the matrix and prints a line for each cell. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ModesCommand(System.out)).setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
    }

    @Override
    public Integer call() {
        ModesLab lab = ModesLab.up(file, out::println);
        Thread onInterrupt = Thread.ofPlatform().unstarted(lab::close);
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        int failed = 0;
        int all = 0;
        try (lab) {
            ModeMatrix matrix = new ModeMatrix(lab, megabytes);
            for (Mode mode : Mode.ALL) {
                if (!modes.isEmpty() && !modes.contains(mode.name())) {
                    continue;
                }
                for (ModeMatrix.Cell cell : matrix.run(mode, traffic)) {
                    out.println(cell);
                    all++;
                    failed += cell.failure().isPresent() ? 1 : 0;
                }
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        }
        out.println(all - failed + " of " + all + " ok");
        return failed == 0 && all > 0 ? 0 : 1;
    }
}
