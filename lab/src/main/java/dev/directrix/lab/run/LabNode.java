package dev.directrix.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A running node: commands run inside it, its files can be read, its services be started and killed. */
public final class LabNode {
    private static final int LOG_LINES_SHOWN = 15;

    private final String name;
    private final String namespace;
    private final ProcessId init;
    private final Path folder;

    LabNode(String name, String namespace, ProcessId init, Path folder) {
        this.name = name;
        this.namespace = namespace;
        this.init = init;
        this.folder = folder;
    }

    public String name() {
        return name;
    }

    /** The name of its network namespace, for {@code ip netns exec}. */
    public String namespace() {
        return namespace;
    }

    /** Runs a command inside the node's namespaces. */
    public CommandResult exec(String... command) {
        return exec(HostShell.SHORT, List.of(command));
    }

    public CommandResult exec(Duration timeout, List<String> command) {
        CommandResult result = HostShell.run(timeout, inside(command));
        return new CommandResult(command, result.exitCode(), result.output());
    }

    /** Runs a command line by the node's shell. */
    public CommandResult shell(Duration timeout, String line) {
        return exec(timeout, List.of("sh", "-c", line));
    }

    /** The host's command line that runs {@code command} inside the node. */
    public List<String> inside(List<String> command) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--target", Long.toString(init.pid()),
            "--mount", "--uts", "--ipc", "--net", "--pid", "--", "env"));
        LabFolder.read(folder.resolve("env")).stream().flatMap(String::lines).forEach(line::add);
        line.addAll(command);
        return line;
    }

    /** Starts a program that stays; what it prints goes to {@code NAME.log} in {@link #logFolder}. */
    public Service start(String service, List<String> command) {
        List<String> line = new ArrayList<>(List.of("setsid", "sh", "-c",
            "log=/var/log/node/$1.log; shift; \"$@\" </dev/null >>\"$log\" 2>&1 & echo $!", "sh", service));
        line.addAll(command);
        String pid = exec(HostShell.SHORT, line).orFail().output().strip();
        LabFolder.write(folder.resolve("service-" + service), pid);
        return new Service(this, service, Integer.parseInt(pid));
    }

    /** The service that {@link #start} started last under that name. */
    public Service service(String service) {
        return LabFolder.read(folder.resolve("service-" + service))
            .map(pid -> new Service(this, service, Integer.parseInt(pid)))
            .orElseThrow(() -> new LabException("node " + name + " runs no " + service));
    }

    /** Where the node's file {@code path} (absolute) is seen from the host while the node runs. */
    public Path file(String path) {
        return Path.of("/proc", Long.toString(init.pid()), "root", path);
    }

    /** The node's folder of logs, on the host; the node sees it as {@code /var/log/node}. */
    public Path logFolder() {
        return folder.resolve("log");
    }

    public boolean isAlive() {
        return init.isAlive();
    }

    /** The last lines of each of its logs, for a message about what went wrong. */
    public String lastLogLines() {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> logs = Files.list(logFolder())) {
            for (Path log : logs.sorted().toList()) {
                List<String> lines = LabFolder.read(log).orElse("").lines().toList();
                lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())
                    .forEach(line -> text.append("\n  ").append(log.getFileName()).append(": ").append(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.isEmpty() ? "\n  (its logs are empty)" : text.toString();
    }

    /** A program that runs inside a node; {@code pid} is its number there. */
    public record Service(LabNode node, String name, int pid) {

        public boolean isAlive() {
            return node.exec("kill", "-0", Integer.toString(pid)).succeeded();
        }

        /** Sends a signal, such as {@code "TERM"}. */
        public void signal(String signal) {
            node.exec("kill", "-" + signal, Integer.toString(pid)).orFail();
        }
    }
}
