package dev.directrix.director.cli;

import dev.directrix.director.cli.bgp.BgpCommand;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.runtime.Director;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** All commands, those of other modules included, and how their errors end. */
final class CommandTree {

    private static final Duration LOOK = Duration.ofMillis(250);

    private final CommandLine commands;

    CommandTree(final PrintWriter out, final PrintWriter err, final boolean colourful) {
        this(out, err, colourful, Director::run, Watch.everySecond(), new SignalWatch(LOOK));
    }

    /**
     * With the parts that tests replace.
     *
     * @param director runs a director to its end and gives the exit code
     * @param watch    decides when to look again
     * @param progress the same where something goes on that ends
     */
    CommandTree(
        final PrintWriter out, final PrintWriter err, final boolean colourful,
        final ToIntFunction<LoadedConfig> director, final Watch watch, final Watch progress) {
        final RootCommand root = new RootCommand();
        commands = new CommandLine(root)
            .addSubcommand(new RunCommand(director))
            .addSubcommand(new CheckCommand())
            .addSubcommand(new StatusCommand(watch))
            .addSubcommand(new WeightCommand())
            .addSubcommand(new DrainCommand(progress))
            .addSubcommand(new UndrainCommand())
            .addSubcommand(new ServerCommand())
            .addSubcommand(new CommandLine(new ClusterCommand()).addSubcommand(new ClusterRestartCommand(progress)))
            .addSubcommand(new PlanCommand())
            .addSubcommand(new FlowCommand())
            .addSubcommand(new FlowsCommand())
            .addSubcommand(new TraceCommand())
            .addSubcommand(new NeighborsCommand())
            .addSubcommand(new RoutesCommand())
            .addSubcommand(new ReloadCommand())
            .addSubcommand(new ReplayCommand())
            .addSubcommand(new DecapCommand())
            .addSubcommand(BgpCommand.withSubcommands(System.in))
            .addSubcommand(new CompletionCommand());
        for (final CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
            provider.commands().forEach(commands::addSubcommand);
        }
        commands
            .setColorScheme(CommandLine.Help.defaultColorScheme(colourful ? Ansi.ON : Ansi.OFF))
            .setOut(out)
            .setErr(err)
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(CommandErrors::usage)
            .setExecutionExceptionHandler((error, command, _) -> CommandErrors.report(error, command, root.verbose()));
    }

    int execute(final String... args) {
        return commands.execute(args);
    }

    CommandLine commands() {
        return commands;
    }
}
