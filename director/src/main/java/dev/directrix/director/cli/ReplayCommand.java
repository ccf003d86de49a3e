package dev.directrix.director.cli;

import dev.directrix.director.config.ConfigLoader;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.control.json.JsonText;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.TableFactory;
import dev.directrix.director.reconcile.TableSpec;
import dev.directrix.forwarder.replay.Replay;
import dev.directrix.forwarder.replay.ReplayConfig;
import dev.directrix.forwarder.replay.ReplayReport;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.maglev.Seed;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code directrix replay}. */
@Command(name = "replay", mixinStandardHelpOptions = true,
    description = "Run a capture through the forwarding of a configuration, with every server up.")
final class ReplayCommand implements Callable<Integer> {

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", required = true, description = "The configuration.")
    private Path file;

    @Option(names = "--in", paramLabel = "A.pcap", required = true, description = "What the director receives.")
    private Path in;

    @Option(names = "--out", paramLabel = "B.pcap", required = true,
        description = "Gets what the director sends; replaced if it exists.")
    private Path out;

    @Option(names = "--decide", paramLabel = "FILE",
        description = "Lines 'proto src:port dst:port server': these flows are not hashed.")
    private Optional<Path> decide = Optional.empty();

    @Option(names = "--flows", paramLabel = "FILE",
        description = "Gets the server of each flow, in lines as --decide reads them.")
    private Optional<Path> flows = Optional.empty();

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text",
        description = "text or json; ${DEFAULT-VALUE} unless given.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final LoadedConfig loaded = new ConfigLoader().load(file);
        final DirectorConfig config = loaded.config();
        loaded.warnings().forEach(warning -> spec.commandLine().getErr().println(warning.toWarning()));
        final Seed seed = config.maglev().seed().orElseGet(this::seed);
        final ReplayConfig replayed = new ReplayConfig(table(config, seed), seed, config.datapath().flowCapacity(),
            config.flows().idle(), config.datapath().neighbors());
        final ReplayReport report = Replay.run(replayed, in, out, decide);
        flows.ifPresent(report::writeFlows);
        final ReplayText text = new ReplayText(config, report);
        spec.commandLine().getOut().println(output == OutputFormat.JSON
            ? JsonText.pretty(text.json())
            : text.text(new Paint(spec.commandLine().getColorScheme().ansi().enabled())).stripTrailing());
        return ExitCode.OK;
    }

    /** The table that a director has when every server is healthy. */
    static ForwardingTable table(final DirectorConfig config, final Seed seed) {
        final Map<String, PoolView> pools = new HashMap<>();
        config.pools().forEach((name, pool) ->
            pools.put(name, PoolView.of(pool, Overrides.NONE, _ -> ServerHealth.UNCHECKED)));
        return new TableFactory(seed).make(TableSpec.of(config, pools, List.of()), ForwardingTable.EMPTY);
    }

    private Seed seed() {
        spec.commandLine().getErr().println(file + ": warning: there is no maglev.seed-file, so flows are hashed with a"
            + " seed made for this run; add it to see what the directors do");
        final byte[] octets = new byte[Seed.BYTES];
        new SecureRandom().nextBytes(octets);
        return Seed.of(octets);
    }
}
