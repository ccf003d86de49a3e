package dev.directrix.director.cli;

import dev.directrix.director.control.Codecs;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.json.JsonText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code directrix status}. */
@Command(name = "status", mixinStandardHelpOptions = true,
    description = "VIPs, weights, neighbours, servers and rates of a director.")
final class StatusCommand extends DirectorCommand {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final Watch watch;

    @Option(names = "--watch", description = "Again every second; with --output json one line each time.")
    private boolean watching;

    StatusCommand(final Watch watch) {
        this.watch = watch;
    }

    @Override
    void act(final Operations director) {
        do {
            if (watching && isText() && paint().enabled()) {
                out().print(CLEAR);
            }
            print(director.status(), Codecs.STATUS, watching ? JsonText::compact : JsonText::pretty,
                new ReportText(paint())::status);
            if (watching && isText() && !paint().enabled()) {
                out().println();
            }
        } while (watching && watch.again());
    }
}
