package dev.directrix.director.cli;

import dev.directrix.bgp.exabgp.config.ConfigurationException;
import dev.directrix.bgp.exabgp.config.ConfigurationProblem;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.control.NoDirectorException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on stderr what went wrong, one line each, and chooses the exit code. */
final class CommandErrors {

    private static final String PREFIX = "directrix: ";
    private static final String OUR_PACKAGE = "dev.directrix.";

    private CommandErrors() {
    }

    static int usage(final ParameterException error, final String[] args) {
        final CommandLine command = error.getCommandLine();
        command.getErr().println(PREFIX + describe(error) + "; see '"
            + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    private static String describe(final ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            final String near = unmatched.getSuggestions().stream().findFirst()
                .map(word -> "; did you mean '" + word + "'?").orElse("");
            return "'" + unmatched.getUnmatched().getFirst() + "' is not expected here" + near;
        }
        return oneLine(error.getMessage());
    }

    static int report(final Exception error, final CommandLine command, final boolean verbose) {
        final PrintWriter err = command.getErr();
        final int exitCode = switch (error) {
            case ConfigException invalid -> {
                invalid.errors().stream().map(ConfigError::toString).forEach(err::println);
                yield ExitCode.CONFIG_INVALID;
            }
            case ConfigurationException invalid -> {
                invalid.problems().stream().map(ConfigurationProblem::toString).forEach(err::println);
                yield ExitCode.CONFIG_INVALID;
            }
            case NoDirectorException none -> {
                err.println(PREFIX + oneLine(none.getMessage()));
                yield ExitCode.NO_DIRECTOR;
            }
            default -> {
                err.println(PREFIX + describe(error));
                yield ExitCode.FAILED;
            }
        };
        if (verbose) {
            error.printStackTrace(err);
        }
        return exitCode;
    }

    /** Our own exceptions are written for the user; any other is a fault of the program. */
    private static String describe(final Exception error) {
        final String message = Optional.ofNullable(error.getMessage()).map(CommandErrors::oneLine).orElse("");
        return error.getClass().getName().startsWith(OUR_PACKAGE) && !message.isEmpty()
            ? message
            : "unexpected " + error.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message)
                + "; run with -v to see where it came from, and report it";
    }

    private static String oneLine(final String text) {
        return text.strip().replaceAll(";?\\s*\\R\\s*", "; ");
    }
}
