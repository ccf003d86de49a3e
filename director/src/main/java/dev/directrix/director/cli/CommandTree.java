package dev.directrix.director.cli;

import dev.directrix.director.cli.bgp.BgpCommand;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.runtime.Director;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
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

    /** As the help lists them. */
    private static final List<String> NAMES = List.of(
        "run", "check", "status", "weight", "drain", "undrain", "server", "cluster", "plan", "flow", "flows", "trace",
        "neighbors", "routes", "reload", "replay", "decap", "bgp", COMPLETION);

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colourful;
    private final ToIntFunction<LoadedConfig> director;
    private final Watch watch;
    private final Watch progress;

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
        this.director = director;
        this.watch = watch;
        this.progress = progress;
    }

    /** Runs the command that the arguments name, and gives the exit code. */
    int execute(final String... args) {
        final RootCommand root = new RootCommand();
        final CommandLine tree = new CommandLine(root);
        commandAskedFor(args).ifPresentOrElse(
            name -> tree.addSubcommand(name, command(name)), () -> addAll(tree));
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
            .filter(name -> NAMES.contains(name) && !name.equals(COMPLETION));
    }

    private void addAll(final CommandLine tree) {
        NAMES.forEach(name -> tree.addSubcommand(name, command(name)));
        for (final CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
            provider.commands().forEach(tree::addSubcommand);
        }
    }

    private Object command(final String name) {
        return switch (name) {
            case "run" -> new RunCommand(director);
            case "check" -> new CheckCommand();
            case "status" -> new StatusCommand(watch);
            case "weight" -> new WeightCommand();
            case "drain" -> new DrainCommand(progress);
            case "undrain" -> new UndrainCommand();
            case "server" -> new ServerCommand();
            case "cluster" -> new CommandLine(new ClusterCommand()).addSubcommand(new ClusterRestartCommand(progress));
            case "plan" -> new PlanCommand();
            case "flow" -> new FlowCommand();
            case "flows" -> new FlowsCommand();
            case "trace" -> new TraceCommand();
            case "neighbors" -> new NeighborsCommand();
            case "routes" -> new RoutesCommand();
            case "reload" -> new ReloadCommand();
            case "replay" -> new ReplayCommand();
            case "decap" -> new DecapCommand();
            case "bgp" -> BgpCommand.withSubcommands(System.in);
            case COMPLETION -> new CompletionCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}
