package dev.directrix.lab.topology;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A lab as its file describes it.
 *
 * @param prefix  as containerlab has it: absent means {@code clab}
 * @param notices one line for each thing of the file that namespaces cannot give; the lab works without it
 */
public record Topology(
    String name, Optional<String> prefix, Path file, List<NodeSpec> nodes, List<LinkSpec> links, List<String> notices) {

    public Topology {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
        notices = List.copyOf(notices);
    }

    /** The same lab under another name. */
    public Topology named(String other) {
        return new Topology(other, prefix, file, nodes, links, notices);
    }

    /** The same lab under a name that no other process takes: this one and the process's id. */
    public Topology ofThisProcess(String other) {
        return named(other + "-" + ProcessHandle.current().pid());
    }

    /** The node of that name. */
    public Optional<NodeSpec> node(String nodeName) {
        return nodes.stream().filter(node -> node.name().equals(nodeName)).findFirst();
    }

    /** The name that containerlab would give the node's container, and the lab gives its network namespace. */
    public String longName(NodeSpec node) {
        String head = prefix.orElse("clab");
        return switch (head) {
            case "" -> node.name();
            case "__lab-name" -> name + "-" + node.name();
            default -> head + "-" + name + "-" + node.name();
        };
    }

    /** The nodes that this machine cannot run, and why; empty when the whole lab can come up. */
    public List<NodeSpec> unsupported() {
        return nodes.stream().filter(node -> node.role() == NodeRole.UNSUPPORTED).toList();
    }

    /** This lab without the nodes that cannot run here, and without the links that end at them. */
    public Topology withoutUnsupported() {
        List<NodeSpec> kept = nodes.stream().filter(node -> node.role() != NodeRole.UNSUPPORTED).toList();
        List<String> names = kept.stream().map(NodeSpec::name).toList();
        List<LinkSpec> keptLinks = links.stream()
            .filter(link -> names.contains(link.a().node()) && names.contains(link.b().node()))
            .toList();
        return new Topology(name, prefix, file, kept, keptLinks, notices);
    }
}
