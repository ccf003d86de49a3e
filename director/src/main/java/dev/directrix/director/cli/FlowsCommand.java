package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code directrix flows}. */
@Command(name = "flows", mixinStandardHelpOptions = true, description = "Live flows and counters.")
final class FlowsCommand extends DirectorCommand {

    private static final int MAX_TOP = 10_000;

    @Option(names = "--top", paramLabel = "N", defaultValue = "10",
        description = "List the N flows with the most packets, 0 to 10000; ${DEFAULT-VALUE} unless given.")
    private int top;

    @Spec
    private CommandSpec spec;

    @Override
    void act(final Operations director) {
        if (top < 0 || top > MAX_TOP) {
            throw new ParameterException(spec.commandLine(), "--top " + top + " is not within 0.." + MAX_TOP);
        }
        print(director.flows(top), Codecs.FLOWS, new ReportText(paint())::flows);
    }
}
