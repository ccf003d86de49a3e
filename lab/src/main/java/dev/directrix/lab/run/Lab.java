package dev.directrix.lab.run;

import dev.directrix.lab.topology.Bind;
import dev.directrix.lab.topology.NodeRole;
import dev.directrix.lab.topology.NodeSpec;
import dev.directrix.lab.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A lab that is up. It outlives this process: {@link #open} finds it again, {@link #down} removes it. */
public final class Lab implements AutoCloseable {
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final Map<String, LabNode> nodes;

    Lab(String name, Map<String, LabNode> nodes) {
        this.name = name;
        this.nodes = Map.copyOf(nodes);
    }

    /** Brings the lab up as a whole; when anything of it fails, all is undone and the failure thrown. */
    public static Lab up(Topology topology, DirectrixProgram program, Consumer<String> progress) {
        check(topology);
        LabFolder folder = LabFolder.create(topology.name());
        try {
            return new LabStart(topology, folder, program, progress).run();
        } catch (RuntimeException e) {
            try {
                down(topology.name());
            } catch (RuntimeException whileUndoing) {
                e.addSuppressed(whileUndoing);
            }
            throw e;
        }
    }

    /** The lab of that name, which must be up. */
    public static Lab open(String name) {
        LabFolder folder = LabFolder.of(name);
        if (!folder.exists()) {
            throw new LabException("no lab " + name + " is up" + (names().isEmpty() ? "" : "; up are "
                + String.join(", ", names())));
        }
        Map<String, LabNode> nodes = new LinkedHashMap<>();
        for (String node : folder.nodes()) {
            Path path = folder.nodePath(node);
            init(path).filter(ProcessId::isAlive).ifPresent(init -> nodes.put(node,
                new LabNode(node, LabFolder.read(path.resolve("netns")).orElse(""), init, path)));
        }
        return new Lab(name, nodes);
    }

    /** The labs that are up or were left over. */
    public static List<String> names() {
        return LabFolder.labs();
    }

    /** Removes whatever there is of the lab; returns false when there is nothing. */
    public static boolean down(String name) {
        LabFolder folder = LabFolder.of(name);
        if (!folder.exists()) {
            return false;
        }
        for (String node : folder.nodes()) {
            init(folder.nodePath(node)).ifPresent(ProcessId::kill);
        }
        Deadline deadline = Deadline.in(KILL_TIMEOUT);
        for (String node : folder.nodes()) {
            deadline.await(() -> init(folder.nodePath(node)).filter(ProcessId::isAlive).isEmpty(),
                () -> "node " + node + " does not end on SIGKILL");
            LabFolder.read(folder.nodePath(node).resolve("netns")).ifPresent(NetworkNamespace::delete);
        }
        folder.delete();
        return true;
    }

    public String name() {
        return name;
    }

    public LabNode node(String node) {
        return Optional.ofNullable(nodes.get(node)).orElseThrow(() ->
            new LabException("lab " + name + " has no node " + node + "; it has "
                + String.join(", ", nodes.keySet().stream().sorted().toList())));
    }

    public List<LabNode> nodes() {
        return nodes.keySet().stream().sorted().map(nodes::get).toList();
    }

    @Override
    public void close() {
        down(name);
    }

    static Optional<ProcessId> init(Path nodeFolder) {
        return LabFolder.read(nodeFolder.resolve("init")).flatMap(ProcessId::parse);
    }

    private static void check(Topology topology) {
        for (NodeSpec node : topology.nodes()) {
            if (node.role() == NodeRole.UNSUPPORTED) {
                throw new LabException(node.at() + ": node " + node.name() + ": kind " + node.kind()
                    + " cannot run in a namespace; --skip-unsupported leaves it out");
            }
            for (Bind bind : node.binds()) {
                if (!bind.source().toFile().exists()) {
                    throw new LabException(bind.at() + ": node " + node.name() + ": there is no " + bind.source());
                }
            }
            if (node.role() == NodeRole.DIRECTOR && node.cmd().isEmpty()
                && node.binds().stream().noneMatch(bind -> bind.target().equals(DirectorService.CONFIG))) {
                throw new LabException(node.at() + ": node " + node.name() + " is a director: bind its file to "
                    + DirectorService.CONFIG);
            }
        }
    }
}
