package dev.directrix.director.cli;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs an operator's command for a director, by a shell, with the director's name in its environment. */
final class RestartHook {

    private static final String NAME = "DIRECTOR";
    private static final long LOOK_MS = 50;

    private final String command;
    private final Watch watch;

    RestartHook(final String command, final Watch watch) {
        this.command = command;
        this.watch = watch;
    }

    /** Runs it to its end; empty: it ended with status 0. Otherwise what was wrong. */
    Optional<String> run(final String director, final Duration bound) {
        final ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/stderr")))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
        shell.environment().put(NAME, director);
        try {
            final Process process = shell.start();
            final long endNs = System.nanoTime() + bound.toNanos();
            while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - endNs > 0) {
                    return stopped(process, "the command of --exec does not end");
                }
                if (!watch.again()) {
                    return stopped(process, "interrupted");
                }
            }
            return process.exitValue() == 0 ? Optional.empty()
                : Optional.of("the command of --exec ended with status " + process.exitValue());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (final IOException e) {
            return Optional.of("the command of --exec cannot be run: " + e.getMessage());
        }
    }

    private static Optional<String> stopped(final Process process, final String why) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.of(why);
    }
}
