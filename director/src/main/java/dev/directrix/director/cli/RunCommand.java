package dev.directrix.director.cli;

import dev.directrix.director.config.ConfigLoader;
import dev.directrix.director.config.LoadedConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code directrix run}. */
@Command(name = "run", mixinStandardHelpOptions = true,
    description = "Run a director in the foreground; SIGTERM drains and stops it, SIGHUP reloads its file.")
final class RunCommand implements Callable<Integer> {

    private final ToIntFunction<LoadedConfig> director;

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", required = true, description = "The configuration.")
    private Path file;

    @Option(names = "--log-format", paramLabel = "FORMAT", defaultValue = "text",
        description = "text or json, one line an event on stderr; ${DEFAULT-VALUE} unless given.")
    private LogSettings.Format logFormat;

    @Option(names = "--log-level", paramLabel = "LEVEL", defaultValue = "info",
        description = "error, warn, info, debug or trace; ${DEFAULT-VALUE} unless given.")
    private LogSettings.Level logLevel;

    RunCommand(final ToIntFunction<LoadedConfig> director) {
        this.director = director;
    }

    @Override
    public Integer call() {
        LogSettings.apply(logFormat, logLevel);
        final LoadedConfig loaded = new ConfigLoader().load(file);
        LogSettings.logger().info("Starting director {} with {}", loaded.config().node().name(), file);
        loaded.warnings().forEach(warning -> LogSettings.logger().warn("{}", warning));
        return director.applyAsInt(loaded);
    }
}
