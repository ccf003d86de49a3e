package dev.directrix.director.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** A command that may be for another director of the cluster: the one at the control socket passes it on. */
abstract class RelayedCommand extends DirectorCommand {

    @Option(names = "--director", paramLabel = "NAME",
        description = "Another director of the cluster, by the name of its node.")
    private Optional<String> director = Optional.empty();

    @Override
    final Optional<String> director() {
        return director;
    }
}
