package dev.directrix.lab.routes;

import dev.directrix.lab.run.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and its children have used so far.
 *
 * @param cpuSeconds      user and system time
 * @param memoryMb        resident memory now (VmRSS)
 * @param largestMemoryMb the most it was (VmHWM)
 */
record ProcessUse(double cpuSeconds, int memoryMb, int largestMemoryMb) {

    private static final double TICKS_PER_SECOND = 100;
    private static final int KB_PER_MB = 1024;
    private static final int USER_TIME = 13;
    private static final int SYSTEM_TIME = 14;

    /** Reads {@code /proc}. */
    static ProcessUse of(final ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
            .map(ProcessUse::alone)
            .reduce(new ProcessUse(0, 0, 0), (one, other) -> new ProcessUse(one.cpuSeconds + other.cpuSeconds,
                one.memoryMb + other.memoryMb, one.largestMemoryMb + other.largestMemoryMb));
    }

    private static ProcessUse alone(final ProcessHandle process) {
        final Path folder = Path.of("/proc", Long.toString(process.pid()));
        try {
            final String stat = Files.readString(folder.resolve("stat"));
            // The second field is the command in parentheses and may hold anything.
            final String[] fields = ("0 0" + stat.substring(stat.lastIndexOf(')') + 1)).split(" ", -1);
            final double ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
            final String status = Files.readString(folder.resolve("status"));
            return new ProcessUse(ticks / TICKS_PER_SECOND, megabytes(status, "VmRSS:"), megabytes(status, "VmHWM:"));
        } catch (final IOException e) {
            throw new LabException("process " + process.pid() + " has ended", e);
        }
    }

    private static int megabytes(final String status, final String key) {
        return status.lines().filter(line -> line.startsWith(key))
            .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / KB_PER_MB).findFirst().orElse(0);
    }
}
