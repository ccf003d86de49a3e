package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.Operations;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code directrix neighbors [ADDRESS]}. */
@Command(name = "neighbors", mixinStandardHelpOptions = true,
    description = "The BGP sessions; everything about one of them if it is named.")
final class NeighborsCommand extends DirectorCommand {

    @Parameters(arity = "0..1", paramLabel = "ADDRESS", description = "Only this one, in detail.")
    private Optional<String> neighbor = Optional.empty();

    @Override
    void act(final Operations director) {
        print(director.neighbors(neighbor), Codecs.NEIGHBORS, this::text);
    }

    private String text(final List<NeighborReport> reports) {
        final RoutingText text = new RoutingText(paint());
        return neighbor.isPresent() && reports.size() == 1
            ? text.neighbor(reports.getFirst()) : text.neighbors(reports);
    }
}
