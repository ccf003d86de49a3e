package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import picocli.CommandLine.Command;

/** {@code directrix routes}. */
@Command(name = "routes", mixinStandardHelpOptions = true,
    description = "What is announced to whom.")
final class RoutesCommand extends DirectorCommand {

    @Override
    void act(final Operations director) {
        print(director.routes(), Codecs.ROUTES, new ReportText(paint())::routes);
    }
}
