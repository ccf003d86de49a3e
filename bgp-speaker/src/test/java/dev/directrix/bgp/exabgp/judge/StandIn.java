package dev.directrix.bgp.exabgp.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A shell program in place of one that a configuration of the suite starts: writes commands with pauses between, waits
 * for lines where a case is about that.
 */
final class StandIn {

    private final StringBuilder script = new StringBuilder("#!/bin/sh\n");

    /** Writes lines in one go. */
    StandIn send(final List<String> commands) {
        script.append("printf '%s\\n'");
        commands.forEach(command -> script.append(" '").append(command.replace("'", "'\\''")).append('\''));
        script.append('\n');
        return this;
    }

    StandIn send(final String... commands) {
        return send(List.of(commands));
    }

    StandIn pause(final double seconds) {
        script.append("sleep ").append(seconds).append('\n');
        return this;
    }

    /** Reads until a line has this in it. */
    StandIn await(final String text) {
        script.append("while IFS= read -r line; do case \"$line\" in *'").append(text)
            .append("'*) break ;; esac; done\n");
        return this;
    }

    /** Ends with an error when a line with this comes within a second. */
    StandIn refuse(final String text) {
        script.append("line=$(timeout 1 head -n 1); case \"$line\" in *'").append(text)
            .append("'*) echo 'came: '\"$line\" >&2; exit 1 ;; esac\n");
        return this;
    }

    /** Runs something else from here on. */
    StandIn become(final String command) {
        script.append("exec ").append(command).append('\n');
        return this;
    }

    /** Stays until it is ended. */
    StandIn stay() {
        return become("cat > /dev/null");
    }

    void write(final Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script.toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
