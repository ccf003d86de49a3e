package dev.directrix.director.cli;

import dev.directrix.director.cli.bgp.BgpCommand;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.runtime.Director;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * All commands, those of other modules included, and how their errors end. Only the command that is asked for is made,
 * as reading the annotations of all of them takes longer than most commands do.
 */
final class CommandTree {

    private static final Duration LOOK = Duration.ofMillis(250);

    /** Looks at all the others. */
    private static final String COMPLETION = "completion";

    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colourful;

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
        this.out = out;
        this.err = err;
        this.colourful = colourful;
        commands.put("run", () -> new RunCommand(director));
        commands.put("check", CheckCommand::new);
        commands.put("status", () -> new StatusCommand(watch));
        commands.put("weight", WeightCommand::new);
        commands.put("drain", () -> new DrainCommand(progress));
        commands.put("undrain", UndrainCommand::new);
        commands.put("server", ServerCommand::new);
        commands.put("cluster",
            () -> new CommandLine(new ClusterCommand()).addSubcommand(new ClusterRestartCommand(progress)));
        commands.put("plan", PlanCommand::new);
        commands.put("flow", FlowCommand::new);
        commands.put("flows", FlowsCommand::new);
        commands.put("trace", TraceCommand::new);
        commands.put("neighbors", NeighborsCommand::new);
        commands.put("routes", RoutesCommand::new);
        commands.put("reload", ReloadCommand::new);
        commands.put("replay", ReplayCommand::new);
        commands.put("decap", DecapCommand::new);
        commands.put("bgp", () -> BgpCommand.withSubcommands(System.in));
        commands.put(COMPLETION, CompletionCommand::new);
    }

    /** Runs the command that the arguments name, and gives the exit code. */
    int execute(final String... args) {
        final RootCommand root = new RootCommand();
        final CommandLine tree = new CommandLine(root);
        commandAskedFor(args).ifPresentOrElse(
            name -> tree.addSubcommand(name, commands.get(name).get()), () -> addAll(tree));
        return tree
            .setColorScheme(CommandLine.Help.defaultColorScheme(colourful ? Ansi.ON : Ansi.OFF))
            .setOut(out)
            .setErr(err)
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(CommandErrors::usage)
            .setExecutionExceptionHandler((error, command, _) -> CommandErrors.report(error, command, root.verbose()))
            .execute(args);
    }

    /** Empty where the arguments do not name one, or name one that looks at the others. */
    private Optional<String> commandAskedFor(final String... args) {
        return Arrays.stream(args)
            .filter(arg -> !arg.startsWith("-"))
            .findFirst()
            .filter(name -> commands.containsKey(name) && !name.equals(COMPLETION));
    }

    private void addAll(final CommandLine tree) {
        commands.forEach((name, command) -> tree.addSubcommand(name, command.get()));
        for (final CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
            provider.commands().forEach(tree::addSubcommand);
        }
    }
}
