package dev.directrix.lab.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The named network namespaces of the host, as {@code ip netns} keeps them. */
public final class NetworkNamespace {
    private static final Path NAMES = Path.of("/run/netns");
    private static final Duration EMPTY_TIMEOUT = Duration.ofSeconds(10);

    private NetworkNamespace() {
    }

    /** Makes it. */
    public static void add(String name) {
        CommandResult result = HostShell.run("ip", "netns", "add", name);
        if (!result.succeeded()) {
            throw new LabException("network namespace " + name + " cannot be made: " + result.output().strip());
        }
    }

    /** Kills what still runs in the namespace, by number, then removes it. Nothing to do when there is none. */
    public static void delete(String name) {
        if (!Files.exists(NAMES.resolve(name))) {
            return;
        }
        Deadline deadline = Deadline.in(EMPTY_TIMEOUT);
        List<Long> left = processes(name);
        while (!left.isEmpty() && !deadline.passed()) {
            left.stream().flatMap(pid -> ProcessId.of(pid).stream()).forEach(ProcessId::kill);
            Deadline.pause(Duration.ofMillis(20));
            left = processes(name);
        }
        if (!left.isEmpty()) {
            throw new LabException("network namespace " + name + " is kept by processes " + left
                + ", which do not end on SIGKILL");
        }
        HostShell.run("ip", "netns", "delete", name).orFail();
    }

    private static List<Long> processes(String name) {
        return HostShell.run("ip", "netns", "pids", name).lines().stream().map(Long::parseLong).toList();
    }
}
