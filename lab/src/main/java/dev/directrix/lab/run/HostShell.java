package dev.directrix.lab.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands on the host, each with a deadline. A command that misses it is killed with all that it started. */
public final class HostShell {
    /** Enough for anything that only asks or sets. */
    public static final Duration SHORT = Duration.ofSeconds(20);

    private HostShell() {
    }

    public static CommandResult run(String... command) {
        return run(SHORT, List.of(command));
    }

    public static CommandResult run(Duration timeout, List<String> command) {
        return run(timeout, command, "");
    }

    /** Runs {@code command} with {@code input} as its standard input. */
    public static CommandResult run(Duration timeout, List<String> command, String input) {
        Process process = start(command);
        CompletableFuture<String> output =
            CompletableFuture.supplyAsync(() -> read(process), Thread::startVirtualThread);
        try {
            feed(process, input);
            String text = output.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            return new CommandResult(command, process.exitValue(), text);
        } catch (TimeoutException e) {
            throw new LabException("'" + String.join(" ", command) + "' did not end within " + timeout.toSeconds()
                + " s", e);
        } catch (ExecutionException e) {
            throw new LabException("'" + String.join(" ", command) + "': its output cannot be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while '" + String.join(" ", command) + "' ran", e);
        } finally {
            killTree(process);
        }
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new LabException("'" + command.getFirst() + "' cannot be run: " + e.getMessage(), e);
        }
    }

    private static void feed(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The command ended without reading all of it: its exit code tells how.
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void killTree(Process process) {
        if (process.isAlive()) {
            List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
            tree.add(process.toHandle());
            tree.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
