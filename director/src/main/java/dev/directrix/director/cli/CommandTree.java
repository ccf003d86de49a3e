package dev.directrix.director.cli;

import dev.directrix.director.cli.bgp.BgpCommand;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.runtime.Director;
import java.io.PrintWriter;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** All commands, those of other modules included, and how their errors end. */
final class CommandTree {

    private final CommandLine commands;

    CommandTree(final PrintWriter out, final PrintWriter err, final boolean colourful) {
        this(out, err, colourful, Director::run, Watch.everySecond());
    }

    /**
     * With the parts that tests replace.
     *
     * @param director runs a director to its end and gives the exit code
     * @param watch    decides when to look again
     */
    CommandTree(
        final PrintWriter out, final PrintWriter err, final boolean colourful,
        final ToIntFunction<LoadedConfig> director, final Watch watch) {
        final RootCommand root = new RootCommand();
        commands = new CommandLine(root)
            .addSubcommand(new RunCommand(director))
            .addSubcommand(new CheckCommand())
            .addSubcommand(new StatusCommand(watch))
            .addSubcommand(new WeightCommand())
            .addSubcommand(new DrainCommand())
            .addSubcommand(new UndrainCommand())
            .addSubcommand(new ServerCommand())
            .addSubcommand(new ClusterCommand())
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
