package dev.directrix.bgp.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
final class Commands {

    private Commands() {
    }

    /** What it printed; fails if the program does. */
    static String run(final String... command) {
        final Result result = tryRun(List.of(command));
        if (result.code != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + result.output);
        }
        return result.output;
    }

    /** What it printed, whatever its exit code. */
    static String output(final String... command) {
        return tryRun(List.of(command)).output;
    }

    private static Result tryRun(final List<String> command) {
        try {
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end");
            }
            return new Result(process.exitValue(), output);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private record Result(int code, String output) {
    }
}
