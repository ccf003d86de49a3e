package dev.directrix.lab.churn;

import dev.directrix.director.control.json.JsonText;
import dev.directrix.lab.run.LabErrors;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code lab/churn} runs. */
@Command(name = "churn", mixinStandardHelpOptions = true,
    description = "Kill, freeze and cut off directors while servers are added and drained, under connections that "
        + "must not break.")
public final class ChurnCommand implements Callable<Integer> {
    private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(60);
    /** Every connection of the lab speaks ten times a second. */
    private static final Duration IDLE = Duration.ofSeconds(5);
    /** Flows without sockets speak every ten seconds. */
    private static final Duration LONG_IDLE = Duration.ofSeconds(30);
    private static final int OPENED_PER_SECOND = 1_000;
    private static final int MOST_SEED = 1_000_000;

    @Option(names = "--rounds", description = "how many (default ${DEFAULT-VALUE})")
    private int rounds = 20;

    @Option(names = "--seed", description = "repeats the schedule of another run")
    private Long seed;

    @Option(names = "--kinds", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private List<BlowKind> kinds = Arrays.asList(BlowKind.values());

    @Option(names = "--connections", description = "that stay and speak ten times a second (default ${DEFAULT-VALUE})")
    private int connections = 2_000;

    @Option(names = "--new", description = "new connections a second (default ${DEFAULT-VALUE})")
    private int newPerSecond = 200;

    @Option(names = "--standalone", description = "the directors without the section cluster")
    private boolean standalone;

    @Option(names = "--on-change", description = "the directors note flows only while a change is prepared")
    private boolean onChange;

    @Option(names = "--quiet", description = "let so many seconds pass instead: what the rig itself breaks")
    private int quietSeconds;

    @Option(names = "--rolling", description = "restart all directors, one after the other, instead")
    private boolean rolling;

    @Option(names = "--rolling-command", description = "restart all directors by directrix cluster restart, instead")
    private boolean rollingCommand;

    @Option(names = "--drain", description = "drain all directors, one after the other, and bring them back, instead")
    private boolean draining;

    @Option(names = "--settle-cost", description = "measure what a change costs while so many flows live, instead; "
        + "100000 unless a number is given", arity = "0..1", fallbackValue = "100000")
    private int settleFlows;

    @Option(names = "--output", description = "text or json; json: progress goes to standard error")
    private String output = "text";

    @Parameters(index = "0", hidden = true, description = "the topology's file")
    private Path file;

    private final PrintStream out;
    private final PrintStream err;

    ChurnCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the rig and prints its table. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ChurnCommand(System.out, System.err)).setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(new LabErrors()).execute(arguments));
    }

    @Override
    public Integer call() {
        long schedule = seed == null ? new Random().nextInt(MOST_SEED) : seed;
        PrintStream progress = isJson() ? err : out;
        progress.printf("seed %d, %s%n", schedule, standalone ? "standalone" : "cluster");
        LoadPlan plan = new LoadPlan(connections, Duration.ofMillis(100), OPENED_PER_SECOND, newPerSecond);
        ChurnSetup setup = new ChurnSetup(!standalone, settleFlows > 0 ? LONG_IDLE : IDLE, onChange);
        try (ChurnLab lab = ChurnLab.up(file, setup, progress::println);
            ClientLoad load = ClientLoad.start(lab.node("client"), plan, OPEN_TIMEOUT)) {
            progress.printf("%d connections stand%n", connections);
            load.call();
            if (settleFlows > 0) {
                SettleCostReport cost = new SettleCost(lab, load, progress::println).run(settleFlows);
                out.println(isJson() ? JsonText.pretty(cost.json()) : cost.toString());
                return 0;
            }
            ChurnReport report =
                new ChurnReport(schedule, !standalone, connections, work(lab, load, schedule, progress::println));
            out.println(isJson() ? JsonText.pretty(report.json()) : report.toString());
            return report.isKept() ? 0 : 1;
        }
    }

    private List<Step> work(ChurnLab lab, ClientLoad load, long schedule, Consumer<Step> each) {
        if (rolling) {
            return new RollingRestart(lab, load).run(ChurnLab.DIRECTORS, each);
        }
        if (draining) {
            return new DrainAndReturn(lab, load).run(ChurnLab.DIRECTORS, each);
        }
        if (rollingCommand) {
            Step step = new RollingCommand(lab, load).run(List.of());
            each.accept(step);
            return List.of(step);
        }
        Churn churn = new Churn(lab, load);
        if (quietSeconds > 0) {
            Step step = churn.rest(Duration.ofSeconds(quietSeconds));
            each.accept(step);
            return List.of(step);
        }
        List<Step> steps = new ArrayList<>();
        for (Round round : Schedule.of(schedule, rounds, kinds, ChurnLab.DIRECTORS, ChurnLab.SERVERS)) {
            Step step = churn.play(round);
            each.accept(step);
            steps.add(step);
        }
        return steps;
    }

    private boolean isJson() {
        return output.equals("json");
    }
}
