package dev.directrix.lab.bench;

import dev.directrix.lab.run.HostShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that touches packets on one CPU, in an order that loses none: whatever is nearer to the sink runs first
 * (SCHED_FIFO), so that a packet is carried to its end before the source sends the next batch, as when a slow source
 * feeds a fast machine. Without it the scheduler's time slices would decide how many packets are sent in vain.
 *
 * @param cpu the CPU
 */
record OneCpu(int cpu) {

    static final int SOURCE = 1;
    static final int DEVICE = 2;
    static final int SINK = 3;

    /** Binds the calling platform thread. */
    void take(final int priority) {
        try {
            take(Path.of("/proc/thread-self").toRealPath().getFileName().toString(), priority);
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot find out the number of the calling thread", e);
        }
    }

    /** Binds the threads of this process whose names begin so: how many. */
    int takeOwnThreads(final String prefix, final int priority) {
        return takeAll(Path.of("/proc/self/task"), prefix, priority);
    }

    /** Binds the kernel's threads whose names begin so: how many. */
    int takeKernelThreads(final String prefix, final int priority) {
        return takeAll(Path.of("/proc"), prefix, priority);
    }

    private int takeAll(final Path folder, final String prefix, final int priority) {
        try (Stream<Path> tasks = Files.list(folder)) {
            final List<String> numbers = tasks.filter(task -> name(task).startsWith(prefix))
                    .map(task -> task.getFileName().toString()).toList();
            numbers.forEach(number -> take(number, priority));
            return numbers.size();
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot list the threads in " + folder, e);
        }
    }

    private void take(final String thread, final int priority) {
        HostShell.run("taskset", "-p", "-c", Integer.toString(cpu), thread).orFail();
        HostShell.run("chrt", "-f", "-p", Integer.toString(priority), thread).orFail();
    }

    private static String name(final Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (final IOException e) {
            // No thread, or one that has ended meanwhile.
            return "";
        }
    }
}
