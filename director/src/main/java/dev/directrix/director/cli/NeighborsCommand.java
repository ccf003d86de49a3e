package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import picocli.CommandLine.Command;

/** {@code directrix neighbors}. */
@Command(name = "neighbors", mixinStandardHelpOptions = true,
    description = "The BGP sessions.")
final class NeighborsCommand extends DirectorCommand {

    @Override
    void act(final Operations director) {
        print(director.neighbors(), Codecs.NEIGHBORS, new ReportText(paint())::neighbors);
    }
}
