package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import picocli.CommandLine.Command;

/** {@code directrix reload}. */
@Command(name = "reload", mixinStandardHelpOptions = true,
    description = "Read the configuration file again and change over to it as a whole.")
final class ReloadCommand extends DirectorCommand {

    @Override
    void act(final Operations director) {
        print(director.reload(), Codecs.RELOAD, new ReportText(paint())::reload);
    }
}
