package dev.directrix.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * @param startTicks field 22 of {@code /proc/PID/stat}
 */
public record ProcessId(long pid, long startTicks) {
    private static final int START_TICKS_FIELD = 22;

    /** The process that has this number now; one that has ended but was not yet waited for does not count. */
    public static Optional<ProcessId> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The second field is the command in parentheses and may hold anything; what follows it is plain.
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return rest[0].equals("Z")
                ? Optional.empty()
                : Optional.of(new ProcessId(pid, Long.parseLong(rest[START_TICKS_FIELD - 3])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads {@code "PID START-TICKS"}. */
    public static Optional<ProcessId> parse(String text) {
        String[] parts = text.strip().split(" ", -1);
        try {
            return parts.length == 2
                ? Optional.of(new ProcessId(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Sends SIGKILL, unless the process is gone and its number is another's. */
    public void kill() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public String toString() {
        return pid + " " + startTicks;
    }
}
