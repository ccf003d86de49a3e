package dev.directrix.lab.run;

import dev.directrix.lab.topology.NodeRole;
import dev.directrix.lab.topology.NodeSpec;
import dev.directrix.lab.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Brings a lab up, step by step: nodes, links, daemons, {@code exec} lines, then the directors. */
final class LabStart {
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration EXEC_TIMEOUT = Duration.ofSeconds(60);

    private final Topology topology;
    private final LabFolder folder;
    private final DirectrixProgram program;
    private final Consumer<String> progress;
    private final Map<String, LabNode> nodes = new LinkedHashMap<>();

    LabStart(Topology topology, LabFolder folder, DirectrixProgram program, Consumer<String> progress) {
        this.topology = topology;
        this.folder = folder;
        this.program = program;
        this.progress = progress;
    }

    Lab run() {
        LabFolder.write(folder.path().resolve("topology"), topology.file().toAbsolutePath().toString());
        Path init = folder.path().resolve("node-init.sh");
        LabFolder.write(init, resource("node-init.sh"));
        topology.nodes().forEach(node -> make(node, init));
        topology.nodes().forEach(this::awaitNode);
        new Wiring(topology).connect(nodes);
        progress.accept(topology.nodes().size() + " nodes and " + topology.links().size() + " links");
        topology.nodes().stream().filter(node -> node.role() != NodeRole.DIRECTOR).forEach(this::startDaemons);
        topology.nodes().forEach(this::runExec);
        startDirectors(topology.nodes().stream().filter(node -> node.role() == NodeRole.DIRECTOR).toList());
        return new Lab(topology.name(), nodes);
    }

    private void make(NodeSpec spec, Path init) {
        Path path = folder.makeNode(spec.name());
        String namespace = topology.longName(spec);
        LabFolder.write(path.resolve("binds"), spec.binds().stream()
            .map(bind -> real(bind.source()) + "\t" + bind.target() + "\t" + (bind.readOnly() ? "ro" : "rw") + "\n")
            .collect(Collectors.joining()));
        LabFolder.write(path.resolve("env"), spec.env().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n").collect(Collectors.joining()));
        LabFolder.write(path.resolve("directrix"), program.launcher());
        if (Files.exists(Path.of("/run/netns", namespace))) {
            throw new LabException("network namespace " + namespace + " exists already and is not this lab's");
        }
        LabFolder.write(path.resolve("netns"), namespace);
        NetworkNamespace.add(namespace);
        try {
            new ProcessBuilder("setsid", "ip", "netns", "exec", namespace,
                "unshare", "--mount", "--pid", "--uts", "--ipc", "--fork",
                "sh", init.toString(), path.toString(), spec.name())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(path.resolve("log/node.log").toFile())
                .redirectErrorStream(true)
                .start();
        } catch (IOException e) {
            throw new LabException("node " + spec.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private void awaitNode(NodeSpec spec) {
        Path path = folder.nodePath(spec.name());
        Deadline deadline = Deadline.in(NODE_TIMEOUT);
        deadline.await(() -> LabFolder.read(path.resolve("ready")).filter(text -> text.startsWith("ready")).isPresent()
                || Lab.init(path).filter(init -> !init.isAlive()).isPresent(),
            () -> "node " + spec.name() + " is not ready after " + NODE_TIMEOUT.toSeconds() + " s: " + log(path));
        ProcessId init = Lab.init(path).filter(ProcessId::isAlive).orElseThrow(() ->
            new LabException("node " + spec.name() + " cannot be made: " + log(path)));
        nodes.put(spec.name(), new LabNode(spec.name(), topology.longName(spec), init, path));
    }

    private void startDaemons(NodeSpec spec) {
        Deadline.pause(spec.startupDelay());
        LabNode node = nodes.get(spec.name());
        if (spec.role() == NodeRole.FRR) {
            progress.accept(spec.name() + ": " + String.join(" ", FrrDaemons.start(node)));
        } else if (spec.role() == NodeRole.BIRD) {
            BirdDaemon.start(node);
            progress.accept(spec.name() + ": bird");
        } else if (spec.role() == NodeRole.NGINX) {
            NginxServer.start(node, spec);
            progress.accept(spec.name() + ": nginx");
        } else if (spec.role() == NodeRole.ETCD) {
            EtcdServer.start(node, spec);
            progress.accept(spec.name() + ": etcd");
        }
    }

    private void runExec(NodeSpec spec) {
        LabNode node = nodes.get(spec.name());
        for (String line : spec.exec()) {
            CommandResult result = node.exec(EXEC_TIMEOUT, Words.split(line));
            if (!result.succeeded()) {
                throw new LabException(spec.at() + ": node " + spec.name() + ": exec " + result);
            }
        }
    }

    private void startDirectors(List<NodeSpec> directors) {
        for (NodeSpec spec : directors) {
            Deadline.pause(spec.startupDelay());
            DirectorService.start(nodes.get(spec.name()), spec);
        }
        for (NodeSpec spec : directors) {
            DirectorService.awaitReady(nodes.get(spec.name()));
            progress.accept(spec.name() + ": director");
        }
    }

    private static Path real(Path source) {
        try {
            return source.toRealPath();
        } catch (IOException e) {
            throw new LabException("there is no " + source, e);
        }
    }

    private static String log(Path nodeFolder) {
        return LabFolder.read(nodeFolder.resolve("log/node.log")).orElse("").strip();
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(LabStart.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
