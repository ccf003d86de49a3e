package dev.directrix.director.cli;

import dev.directrix.director.config.ConfigLoader;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.RouterNeighbors;
import dev.directrix.ecmp.config.FlowHash;
import dev.directrix.ecmp.config.RouterPlatform;
import dev.directrix.ecmp.config.WeightedEcmp;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code directrix weight router-config}. */
@Command(name = "router-config", mixinStandardHelpOptions = true,
    description = "The configuration of a router that follows the weights, for the directors of these files.")
final class RouterConfigCommand implements Callable<Integer> {

    /** Makers, where their name is what people say. */
    private static final Map<String, RouterPlatform> MAKERS = Map.of(
        "arista", RouterPlatform.EOS, "juniper", RouterPlatform.JUNOS, "cisco", RouterPlatform.IOS_XR);

    @Option(names = {"-c", "--config"}, paramLabel = "FILE", required = true,
        description = "A director's configuration; once for each director.")
    private List<Path> files = List.of();

    @Option(names = "--router", paramLabel = "KIND", required = true,
        description = "frr, bird, eos (arista), junos (juniper), ios-xr (cisco), nx-os, sonic.")
    private String router = "";

    @Option(names = "--neighbor", paramLabel = "ADDRESS",
        description = "Which router, as the files name it; needed where they have routers of several ASes.")
    private Optional<String> neighbor = Optional.empty();

    @Option(names = "--maximum-paths", paramLabel = "N",
        description = "The most next hops of a VIP; as many as there are directors or copies, 8 at least, unless"
            + " given.")
    private Optional<Integer> maximumPaths = Optional.empty();

    @Option(names = "--hash", paramLabel = "FIELDS", defaultValue = "ports",
        description = "What the router hashes: ports, addresses or inner; ${DEFAULT-VALUE} unless given.")
    private String hash = "ports";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final RouterPlatform platform = Optional.ofNullable(MAKERS.get(router))
            .or(() -> RouterPlatform.named(router)).orElseThrow(() -> wrong("there is no router '" + router
                + "'; there are " + Arrays.stream(RouterPlatform.values()).map(RouterPlatform::key)
                    .collect(Collectors.joining(", "))));
        final FlowHash fields = Arrays.stream(FlowHash.values())
            .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(hash)).findFirst()
            .orElseThrow(() -> wrong("--hash takes ports, addresses or inner, not '" + hash + "'"));
        final List<DirectorConfig> configs =
            files.stream().map(file -> ConfigLoader.offline().load(file).config()).toList();
        final RouterNeighbors neighbors;
        final WeightedEcmp ecmp;
        try {
            neighbors = RouterNeighbors.of(configs, neighbor);
            final WeightedEcmp usual = WeightedEcmp.of(neighbors.routerAs(), neighbors.directors(), fields);
            ecmp = new WeightedEcmp(neighbors.routerAs(), neighbors.directors(),
                maximumPaths.orElse(Math.max(neighbors.paths(), usual.maximumPaths())), fields);
        } catch (final IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        neighbors.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
        spec.commandLine().getOut().print(platform.snippet(ecmp));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
