package dev.directrix.lab.run;

import java.util.List;

/** How a command ended: its exit code and all that it printed, both streams together. */
public record CommandResult(List<String> command, int exitCode, String output) {

    public CommandResult {
        command = List.copyOf(command);
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    /** This result, when the command succeeded. */
    public CommandResult orFail() {
        if (!succeeded()) {
            throw new LabException(this.toString());
        }
        return this;
    }

    /** The output's lines, without a last empty one. */
    public List<String> lines() {
        return output.lines().toList();
    }

    @Override
    public String toString() {
        return "'" + String.join(" ", command) + "' ended with " + exitCode
            + (output.isBlank() ? "" : ": " + output.strip());
    }
}
