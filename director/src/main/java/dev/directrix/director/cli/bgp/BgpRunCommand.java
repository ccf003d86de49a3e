package dev.directrix.director.cli.bgp;

import dev.directrix.bgp.exabgp.ExabgpRunner;
import dev.directrix.bgp.exabgp.RunEnvironment;
import dev.directrix.bgp.exabgp.RunSettings;
import dev.directrix.bgp.exabgp.RunSignal;
import dev.directrix.bgp.exabgp.event.FormatVersion;
import dev.directrix.director.Version;
import dev.directrix.director.cli.ExitCode;
import dev.directrix.director.cli.LogSettings;
import dev.directrix.director.runtime.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix bgp run}. */
@Command(name = "run", mixinStandardHelpOptions = true,
    description = {"Run an ExaBGP configuration in the foreground, in place of ExaBGP.",
        "SIGTERM, SIGINT and SIGHUP end it; SIGUSR1 reads the file again; SIGUSR2 also restarts programs whose section"
            + " changed; SIGALRM also restarts every session.",
        "Environment variables of ExaBGP are honoured: exabgp_tcp_port, exabgp_tcp_bind, exabgp_tcp_attempts,"
            + " exabgp_api_ack, exabgp_api_version, exabgp_api_respawn, exabgp_bgp_passive, exabgp_log_level."})
final class BgpRunCommand implements Callable<Integer> {

    private final Map<String, String> variables;

    @Parameters(paramLabel = "FILE", description = "The configuration, in the grammar of ExaBGP 5.")
    private Path file;

    @Option(names = "--env", paramLabel = "FILE",
        description = "A file like ExaBGP's exabgp.env; what the environment says counts before it.")
    private Optional<Path> env = Optional.empty();

    @Option(names = "--json-version", paramLabel = "VERSION", defaultValue = "5.0.0",
        converter = BgpDecodeCommand.Version.class,
        description = "Version of events: 4.0.1, 5.0.0 or 6.0.0; ${DEFAULT-VALUE} unless given.")
    private FormatVersion format;

    @Option(names = "--software-version", paramLabel = "TEXT",
        description = "What the software-version capability says, where a neighbor offers it; this program and its"
            + " version unless given.")
    private Optional<String> softwareVersion = Optional.empty();

    @Option(names = "--log-format", paramLabel = "FORMAT", defaultValue = "text",
        description = "text or json, one line an event on stderr; ${DEFAULT-VALUE} unless given.")
    private LogSettings.Format logFormat;

    @Option(names = "--log-level", paramLabel = "LEVEL",
        description = "error, warn, info, debug or trace; what the environment says, or info, unless given.")
    private Optional<LogSettings.Level> logLevel = Optional.empty();

    @Spec
    private CommandSpec spec;

    BgpRunCommand(final Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Integer call() {
        final RunEnvironment environment = environment();
        LogSettings.apply(logFormat, logLevel.orElseGet(() ->
            LogSettings.Level.valueOf(environment.logLevel().name())));
        final ExabgpRunner runner = ExabgpRunner.of(file, new RunSettings(environment, format, Version.current(),
            softwareVersion.orElse("Directrix/" + Version.current())));
        for (final RunSignal signal : RunSignal.values()) {
            if (signal != RunSignal.START) {
                Signals.handle(signal.signalName(), () -> runner.signal(signal));
            }
        }
        runner.run();
        return ExitCode.OK;
    }

    private RunEnvironment environment() {
        final Map<String, String> all = new HashMap<>();
        env.ifPresent(path -> {
            try {
                all.putAll(RunEnvironment.parse(Files.readString(path)));
            } catch (final IOException e) {
                throw new ParameterException(spec.commandLine(), "cannot read " + path + ": " + e.getMessage(), e);
            }
        });
        variables.forEach((name, value) -> {
            if (name.startsWith("exabgp")) {
                all.remove(name.replace('_', '.'));
                all.put(name, value);
            }
        });
        try {
            return RunEnvironment.of(all);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
