package dev.directrix.director.cli;

import dev.directrix.director.config.ConfigLoader;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ClusterReport.Standing;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.StatusReport;
import dev.directrix.director.control.TableForecast;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightReport;
import dev.directrix.director.control.WeightReport.VipWeight;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.plan.Change;
import dev.directrix.director.plan.ChangeReader;
import dev.directrix.director.plan.DirectorPlan;
import dev.directrix.director.plan.PathCopies;
import dev.directrix.director.plan.Plan;
import dev.directrix.director.plan.PlanException;
import dev.directrix.director.plan.TablePlan;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.TableFactory;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.hash.ResilientGroup;
import dev.directrix.ecmp.receiver.Receiver;
import dev.directrix.maglev.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code directrix plan}. */
@Command(name = "plan", mixinStandardHelpOptions = true, description = {"What a change would move, before it is made.",
    "Asks the running director, and by it the other members of its cluster; with -c reads files instead.", "",
    "CHANGE is one of:",
    "  director add NAME [W] | remove NAME... | weight NAME W",
    "  server add [POOL/]NAME ADDRESS [W] | remove|drain|enable [POOL/]NAME... | weight [POOL/]NAME W",
    "  table-size N"})
final class PlanCommand extends DirectorCommand {

    /** As many as any router takes: plans are about sets that the router takes as a whole. */
    private static final int MAXIMUM_PATHS = 256;
    private static final String USUAL_ROUTER = "frr-10.5.2";

    @Parameters(arity = "1..*", paramLabel = "CHANGE", description = "The change, in words as above.")
    private List<String> words = List.of();

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<Then> thens = new ArrayList<>();

    @Option(names = {"-c", "--config"}, paramLabel = "FILE",
        description = "Plan for this file, asking no director. Again for other directors: their weights count.")
    private List<Path> files = List.of();

    @Option(names = "--director", paramLabel = "NAME=W",
        description = "Another director and its weight. Who names all says the order of the router's next hops.")
    private Map<String, Integer> named = Map.of();

    @Option(names = "--receiver", paramLabel = "ROUTER",
        description = "Which router makes next-hop weights of what is announced: frr-RELEASE, bird, linux,"
            + " linux-group, asic-ENTRIES; that of the file (router-model), or else " + USUAL_ROUTER + ".")
    private Optional<String> receiver = Optional.empty();

    @Option(names = "--buckets", paramLabel = "N", defaultValue = "128",
        description = "Buckets of resilient next-hop groups; ${DEFAULT-VALUE} unless given.")
    private int buckets;

    @Option(names = "--svg", paramLabel = "FILE", description = "Gets a chart of the shares; replaced if it exists.")
    private Optional<Path> svg = Optional.empty();

    @Mixin
    private VipOption vip = new VipOption();

    @Spec
    private CommandSpec spec;

    /** One more change. */
    static final class Then {

        @Option(names = "--then", arity = "1..*", paramLabel = "CHANGE", required = true,
            description = "One more change, made together with those before.")
        private List<String> words = List.of();
    }

    /**
     * What there is.
     *
     * @param directors each with its weight
     * @param tables    what the changes do to the tables
     */
    private record Scene(SequencedMap<String, Integer> directors, TableForecast tables) {
    }

    @Override
    public Integer call() {
        if (files.isEmpty()) {
            return super.call();
        }
        show(changes(), ofFiles(changes()));
        return ExitCode.OK;
    }

    @Override
    void act(final Operations director) {
        show(changes(), ofRunning(director, changes()));
    }

    private List<Change> changes() {
        final List<Change> changes = new ArrayList<>();
        try {
            changes.addAll(ChangeReader.read(words));
            thens.forEach(then -> changes.addAll(ChangeReader.read(then.words)));
        } catch (final PlanException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return changes;
    }

    private Scene ofRunning(final Operations director, final List<Change> changes) {
        final List<String> texts = changes.stream().map(Change::toString).toList();
        final StatusReport status = director.status();
        final SequencedMap<String, Integer> directors = new LinkedHashMap<>();
        TableForecast tables = director.forecast(texts);
        final List<String> others = status.cluster().stream().flatMap(cluster -> cluster.members().stream())
            .filter(member -> member.standing() == Standing.SERVING).map(ClusterReport.Member::name)
            .filter(name -> !name.equals(status.name())).toList();
        count(status.name(), director.weights(), directors);
        for (final String name : others) {
            final Operations other = client(Optional.of(name));
            count(name, other.weights(), directors);
            tables = tables.plus(other.forecast(texts));
        }
        return new Scene(sorted(directors), tables);
    }

    /** Members are known by name in any order: sorted, so that every director gives the same plan. */
    private static SequencedMap<String, Integer> sorted(final Map<String, Integer> directors) {
        final SequencedMap<String, Integer> sorted = new LinkedHashMap<>();
        directors.keySet().stream().sorted().forEach(name -> sorted.put(name, directors.get(name)));
        return sorted;
    }

    /** One that is drained by command gets no traffic: it is not among those that share it. */
    private void count(final String name, final WeightReport report, final Map<String, Integer> directors) {
        final Optional<VipWeight> one = vip.vip().map(address -> report.vips().stream()
            .filter(it -> it.address().equals(address)).findFirst().orElseThrow(() -> new PlanException(
                "there is no VIP " + address.getHostAddress())));
        final List<VipWeight> asked = one.map(List::of).orElse(report.vips());
        if (!asked.isEmpty() && asked.stream().allMatch(PlanCommand::isDrained)) {
            spec.commandLine().getErr().println(name + " is drained and takes no part; 'director add " + name + " "
                + one.map(VipWeight::weight).orElse(report.weight()) + "' plans its return");
        } else {
            directors.put(name, one.map(VipWeight::weight).orElse(report.weight()));
        }
    }

    private static boolean isDrained(final VipWeight vip) {
        return vip.state() == VipState.DRAINING || vip.state() == VipState.DRAINED;
    }

    private Scene ofFiles(final List<Change> changes) {
        final SequencedMap<String, Integer> directors = new LinkedHashMap<>();
        final List<DirectorConfig> configs = new ArrayList<>();
        for (final Path file : files) {
            final LoadedConfig loaded = ConfigLoader.offline().load(file);
            loaded.warnings().forEach(warning -> spec.commandLine().getErr().println(warning.toWarning()));
            configs.add(loaded.config());
            directors.put(loaded.config().node().name(), weight(loaded.config()));
        }
        final DirectorConfig config = configs.getFirst();
        final Map<String, PoolView> pools = new HashMap<>();
        config.pools().forEach((name, pool) ->
            pools.put(name, PoolView.of(pool, Overrides.NONE, _ -> ServerHealth.UNCHECKED)));
        return new Scene(directors, TablePlan.of(config, pools, changes,
            new TableFactory(config.maglev().seed().orElseGet(this::seed)), Optional.empty()));
    }

    private int weight(final DirectorConfig config) {
        return vip.vip().map(address -> config.vips().stream().filter(it -> it.address().equals(address)).findFirst()
            .map(it -> it.weight().orElse(config.weight())).orElseThrow(() -> new PlanException(
                "there is no VIP " + address.getHostAddress()))).orElse(config.weight());
    }

    private Seed seed() {
        spec.commandLine().getErr().println(files.getFirst() + ": warning: there is no seed to read, so the tables are"
            + " made with one of this run; slots and shares differ a little from those of the directors");
        final byte[] octets = new byte[Seed.BYTES];
        new SecureRandom().nextBytes(octets);
        return Seed.of(octets);
    }

    private void show(final List<Change> changes, final Scene scene) {
        if (buckets < 1 || buckets > ResilientGroup.MAX_BUCKETS) {
            throw new ParameterException(spec.commandLine(),
                "--buckets " + buckets + " is not within 1.." + ResilientGroup.MAX_BUCKETS);
        }
        final SequencedMap<String, Integer> directors = withNamed(scene.directors());
        final int largest = IntStream.concat(directors.values().stream().mapToInt(Integer::intValue),
            changes.stream().mapToInt(PlanCommand::weight)).max().orElse(1);
        final DirectorPlan routers = DirectorPlan.of(receiver(scene, largest), directors, copies(scene), changes);
        final Plan plan = Plan.of(changes, routers, scene.tables(), buckets);
        svg.ifPresent(file -> write(file, new PlanChart(plan).svg()));
        out().println(isText() ? new PlanText(paint()).text(plan).stripTrailing()
            : JsonText.pretty(PlanJson.of(plan)));
        out().flush();
    }

    private Receiver receiver(final Scene scene, final int largestWeight) {
        try {
            return new RouterModel(receiver.or(scene.tables()::router).orElse(USUAL_ROUTER), MAXIMUM_PATHS)
                .receiver(largestWeight);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--receiver: " + e.getMessage(), e);
        }
    }

    private static PathCopies copies(final Scene scene) {
        return scene.tables().copies().map(it -> PathCopies.of(it.weightPerPath(), it.most()))
            .orElse(PathCopies.NONE);
    }

    private static int weight(final Change change) {
        return switch (change) {
            case Change.AddDirector it -> it.weight();
            case Change.WeighDirector it -> it.weight();
            default -> 0;
        };
    }

    private SequencedMap<String, Integer> withNamed(final SequencedMap<String, Integer> known) {
        named.forEach((name, weight) -> {
            if (weight < 1 || weight > Announcement.MAX_WEIGHT) {
                throw new ParameterException(spec.commandLine(), "--director " + name + "=" + weight
                    + ": the weight is not within 1.." + Announcement.MAX_WEIGHT);
            }
        });
        final SequencedMap<String, Integer> all =
            new LinkedHashMap<>(named.keySet().containsAll(known.keySet()) ? named : known);
        all.putAll(named);
        return all;
    }

    private static void write(final Path file, final String text) {
        try {
            Files.writeString(file, text);
        } catch (final IOException e) {
            throw new PlanException("the chart cannot be written to " + file + ": " + e.getMessage());
        }
    }
}
