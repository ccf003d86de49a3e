package dev.directrix.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs system commands for tests. */
public final class Commands {

    private Commands() {
    }

    /** Runs a command line split at blanks: its standard output. Throws with both outputs when it fails. */
    public static String run(final String line) throws IOException {
        return run(List.of(line.split(" ", -1)));
    }

    /** Runs a command. */
    public static String run(final List<String> command) throws IOException {
        final Path errors = Files.createTempFile("directrix-command", ".err");
        try {
            final Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output + Files.readString(errors));
            }
            return output;
        } finally {
            Files.delete(errors);
        }
    }
}
