package dev.directrix.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts FRR in a node as its init script does: the daemons of {@code /etc/frr/daemons}, then {@code vtysh -b}. */
final class FrrDaemons {
    private static final Path PROGRAMS = Path.of("/usr/lib/frr");
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(20);
    /** Started whatever the file says: nothing works without the first, static routes need the other. */
    private static final List<String> ALWAYS = List.of("zebra", "staticd");

    private FrrDaemons() {
    }

    /** A daemon and the options that the file gives it. */
    record Daemon(String name, List<String> options) {
    }

    /** The daemons that {@code text}, a {@code daemons} file, switches on, in the order in which they start. */
    static List<Daemon> enabled(String text) {
        Map<String, String> settings = new HashMap<>();
        List<String> names = new ArrayList<>(ALWAYS);
        for (String line : text.lines().map(String::strip).filter(line -> !line.startsWith("#")).toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                String key = line.substring(0, equals).strip();
                String value = String.join(" ", Words.split(line.substring(equals + 1)));
                settings.put(key, value);
                if (value.equals("yes") && key.endsWith("d") && !names.contains(key)) {
                    names.add(key);
                }
            }
        }
        return names.stream()
            .map(name -> new Daemon(name, options(settings.getOrDefault(name + "_options", ""))))
            .toList();
    }

    private static List<String> options(String text) {
        return Words.split(text).stream().filter(word -> !word.equals("--daemon") && !word.equals("-d")).toList();
    }

    static List<String> start(LabNode node) {
        if (!Files.isDirectory(PROGRAMS)) {
            throw new LabException("node " + node.name() + " needs FRR: install package frr");
        }
        List<Daemon> daemons = enabled(read(node));
        for (Daemon daemon : daemons) {
            if (!Files.isExecutable(PROGRAMS.resolve(daemon.name()))) {
                throw new LabException("node " + node.name() + ": this FRR has no " + daemon.name());
            }
            List<String> command = new ArrayList<>(List.of(PROGRAMS.resolve(daemon.name()).toString(), "-d",
                "--log", "file:/var/log/node/" + daemon.name() + ".log"));
            command.addAll(daemon.options());
            // Its standard streams stay with the daemon, so they must not be the lab's.
            String line = "\"$@\" </dev/null >>/var/log/node/frr.log 2>&1";
            List<String> shell = new ArrayList<>(List.of("sh", "-c", line, "sh"));
            shell.addAll(command);
            require(node, node.exec(READY_TIMEOUT, shell), "FRR's " + daemon.name() + " does not start");
        }
        Deadline.in(READY_TIMEOUT).await(
            () -> daemons.stream().allMatch(daemon -> Files.exists(node.file("/run/frr/" + daemon.name() + ".vty"))),
            () -> "node " + node.name() + ": FRR is not ready after " + READY_TIMEOUT.toSeconds() + " s"
                + node.lastLogLines());
        CommandResult loaded = node.exec(READY_TIMEOUT, List.of("vtysh", "-b"));
        require(node, loaded, "FRR refuses /etc/frr/frr.conf");
        LabFolder.write(node.logFolder().resolve("vtysh.log"), loaded.output());
        return daemons.stream().map(Daemon::name).toList();
    }

    private static String read(LabNode node) {
        try {
            return Files.readString(node.file("/etc/frr/daemons"));
        } catch (IOException e) {
            throw new LabException("node " + node.name() + ": /etc/frr/daemons cannot be read", e);
        }
    }

    private static void require(LabNode node, CommandResult result, String otherwise) {
        if (!result.succeeded()) {
            throw new LabException("node " + node.name() + ": " + otherwise + ": " + result.output().strip()
                + node.lastLogLines());
        }
    }
}
