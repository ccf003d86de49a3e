package dev.directrix.director.cli;

import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.ConfigLoader;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.EnvironmentCheck;
import dev.directrix.director.config.LoadedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix check}. */
@Command(name = "check", mixinStandardHelpOptions = true,
    description = "Read a configuration, report every error, start nothing.")
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The configuration.")
    private Path file;

    @Option(names = "--offline",
        description = "The file is for another machine: do not look for its interfaces, only warn of missing secrets.")
    private boolean offline;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final LoadedConfig loaded = (offline ? ConfigLoader.offline() : new ConfigLoader()).load(file);
        final List<ConfigError> missing = offline ? List.of() : new EnvironmentCheck().check(loaded);
        if (!missing.isEmpty()) {
            throw new ConfigException(missing);
        }
        loaded.warnings().forEach(warning -> spec.commandLine().getErr().println(warning.toWarning()));
        spec.commandLine().getOut().println(file + ": ok, " + summary(loaded.config()));
        return ExitCode.OK;
    }

    private static String summary(final DirectorConfig config) {
        return count(config.vips().size(), "VIP") + ", "
            + count(config.vips().stream().mapToInt(vip -> vip.services().size()).sum(), "service") + ", "
            + count(config.pools().values().stream().mapToInt(pool -> pool.servers().size()).sum(), "server") + " in "
            + count(config.pools().size(), "pool") + ", "
            + count(config.bgp().map(bgp -> bgp.neighbors().size()).orElse(0), "neighbor");
    }

    private static String count(final int number, final String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
