package dev.directrix.director.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The program {@code directrix}. */
public final class Main {

    private Main() {
    }

    /** Runs a command and exits with its code. */
    public static void main(final String[] args) {
        final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        final int exitCode = new CommandTree(out, err, isColourful(System.getenv())).execute(args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** Only on a terminal that can, and never against the user's will (no-color.org). */
    private static boolean isColourful(final Map<String, String> environment) {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }
}
