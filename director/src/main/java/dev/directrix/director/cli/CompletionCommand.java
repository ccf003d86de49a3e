package dev.directrix.director.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code directrix completion}. */
@Command(name = "completion", mixinStandardHelpOptions = true,
    description = "Print a completion script for bash and zsh: source <(directrix completion)")
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(AutoComplete.bash("directrix", spec.root().commandLine()));
        return ExitCode.OK;
    }
}
