package dev.directrix.lab.cli;

import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The topology file and how it is to be taken. */
final class TopologyOptions {
    @Parameters(paramLabel = "TOPOLOGY", description = "a containerlab topology file (.clab.yml)")
    private Path file;

    @Option(names = "--name", paramLabel = "LAB", description = "a name for the lab instead of the file's")
    private Optional<String> name;

    @Option(names = "--skip-unsupported", description =
        "leave out nodes that cannot run in a namespace, and their links")
    private boolean skipUnsupported;

    Path file() {
        return file;
    }

    /** Reads the file and passes on what namespaces cannot give of it. */
    Topology read(Consumer<String> notices) {
        Topology read = new TopologyReader(System.getenv()).read(file);
        read.notices().forEach(notices);
        Topology named = name.map(read::named).orElse(read);
        return skipUnsupported ? named.withoutUnsupported() : named;
    }
}
