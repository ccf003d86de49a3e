package dev.directrix.lab.schedulers;

import dev.directrix.lab.modes.ModesLab;
import dev.directrix.lab.run.LabErrors;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What {@code lab/schedulers} runs. */
@Command(name = "schedulers", mixinStandardHelpOptions = true,
    description = "Try schedulers, persistence, port ranges, server ids and draining with real clients and servers, "
        + "and say which server got how many.")
public final class SchedulersCommand implements Callable<Integer> {
    @Parameters(index = "0", hidden = true, description = "the topology's file")
    private Path file;

    private final PrintStream out;

    SchedulersCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the trials and prints a line for each. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SchedulersCommand(System.out))
            .setExecutionExceptionHandler(new LabErrors()).execute(arguments));
    }

    @Override
    public Integer call() {
        try (ModesLab lab = ModesLab.up(file, out::println)) {
            return new SchedulerRig(lab).run(out::println) ? 0 : 1;
        }
    }
}
