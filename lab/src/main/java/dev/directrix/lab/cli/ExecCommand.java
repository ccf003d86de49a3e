package dev.directrix.lab.cli;

import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code directrix lab exec}. */
@Command(name = "exec", description = "Run a command inside a node, with this terminal.",
    mixinStandardHelpOptions = true)
final class ExecCommand extends LabAction {
    @Parameters(index = "0", paramLabel = "LAB")
    private String lab;

    @Parameters(index = "1", paramLabel = "NODE")
    private String node;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "COMMAND")
    private List<String> command;

    @Override
    int act() {
        try {
            return new ProcessBuilder(Lab.open(lab).node(node).inside(command)).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new LabException("nsenter cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}
