package dev.directrix.lab.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code directrix lab}: only its subcommands do anything. */
@Command(name = "lab", description = "Run containerlab topologies in network namespaces.",
    mixinStandardHelpOptions = true,
    subcommands = {UpCommand.class, DownCommand.class, TestCommand.class, ExecCommand.class, ListCommand.class,
        QuickstartCommand.class})
public final class LabCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: up, down, test, exec, list or quickstart");
    }
}
