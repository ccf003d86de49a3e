package dev.directrix.director.cli.bgp;

import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.director.cli.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix bgp check}. */
@Command(name = "check", mixinStandardHelpOptions = true,
    description = "Read an ExaBGP configuration, report every error, start nothing.")
final class BgpCheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The configuration. Its programs need not be there.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final ExabgpConfiguration configuration = ExabgpConfiguration.read(file);
        configuration.warnings().forEach(warning ->
            spec.commandLine().getErr().println(warning.file() + ":" + warning.position() + ": warning: "
                + warning.text()));
        spec.commandLine().getOut().println(file + ": ok, "
            + count(configuration.neighbors().size(), "neighbor", "neighbors") + ", "
            + count(configuration.neighbors().stream().map(ExabgpNeighbor::routes).mapToInt(List::size).sum(),
                "route", "routes") + ", "
            + count(configuration.processes().size(), "process", "processes"));
        return ExitCode.OK;
    }

    private static String count(final int number, final String one, final String more) {
        return number + " " + (number == 1 ? one : more);
    }
}
