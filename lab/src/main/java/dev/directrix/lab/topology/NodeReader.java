package dev.directrix.lab.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the nodes and merges into each what its group, its kind and the defaults say: the nearest wins. */
final class NodeReader {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-._|]*");

    private final Path folder;
    private final YamlSection nodes;
    private final YamlSection kinds;
    private final YamlSection groups;
    private final YamlSection defaults;

    NodeReader(Path file, YamlSection topology) {
        this.folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        this.nodes = topology.section("nodes");
        this.kinds = topology.section("kinds");
        this.groups = topology.section("groups");
        this.defaults = topology.section("defaults");
        if (nodes.keys().isEmpty()) {
            throw new TopologyException(topology.at("nodes"), "'topology' needs 'nodes'");
        }
    }

    List<NodeSpec> read(List<String> notices) {
        List<NodeSpec> specs = new ArrayList<>();
        for (String name : nodes.keys()) {
            if (!NAME.matcher(name).matches()) {
                throw new TopologyException(nodes.at(name), "'" + name + "' cannot be a node's name");
            }
            NodeSpec spec = read(name);
            specs.add(spec);
            notice(spec).ifPresent(notices::add);
        }
        return specs;
    }

    private NodeSpec read(String name) {
        YamlSection own = nodes.section(name);
        YamlSection kindOfOwn = kinds.section(own.text("kind").orElse(""));
        String groupName = first("group", List.of(own, kindOfOwn, defaults)).orElse("");
        if (own.has("group") && !groups.keys().isEmpty() && !groups.has(groupName)) {
            throw new TopologyException(own.at("group"), "node " + name + ": there is no group '" + groupName + "'");
        }
        YamlSection group = groups.section(groupName);
        String kind = first("kind", List.of(own, group, defaults)).orElseThrow(() ->
            new TopologyException(nodes.at(name), "node " + name + " has no kind, nor has its group or 'defaults'"));
        List<YamlSection> near = List.of(own, group, kinds.section(kind), defaults);
        String image = first("image", near).orElse("");
        NodeRole role = NodeRole.of(kind, image);
        Duration delay = near.stream().flatMap(section -> section.number("startup-delay", 0).stream()).findFirst()
            .map(Duration::ofSeconds).orElse(Duration.ZERO);
        return new NodeSpec(name, kind, image, role, binds(name, near), exec(near.reversed()),
            merged("env", near.reversed()), merged("sysctls", near.reversed()), first("cmd", near), delay,
            nodes.at(name));
    }

    private static Optional<String> notice(NodeSpec node) {
        if (node.role() == NodeRole.UNSUPPORTED) {
            return Optional.of(node.at() + ": node " + node.name() + ": kind " + node.kind()
                + " needs a container or virtual machine image and cannot run in a namespace");
        }
        if (node.role() == NodeRole.HOST && !NodeRole.isPlainImage(node.image())) {
            return Optional.of(node.at() + ": node " + node.name() + ": the software of image " + node.image()
                + " is not here; the node runs as a plain Linux host");
        }
        return Optional.empty();
    }

    private static Optional<String> first(String key, List<YamlSection> near) {
        return near.stream().flatMap(section -> section.text(key).stream()).filter(text -> !text.isEmpty()).findFirst();
    }

    private static Map<String, String> merged(String key, List<YamlSection> far) {
        Map<String, String> all = new LinkedHashMap<>();
        far.forEach(section -> all.putAll(section.section(key).texts()));
        return all;
    }

    private static List<String> exec(List<YamlSection> far) {
        return far.stream().flatMap(section -> section.items("exec").stream()).map(YamlSection.Item::text).toList();
    }

    private List<Bind> binds(String name, List<YamlSection> near) {
        Map<String, Bind> byTarget = new LinkedHashMap<>();
        for (YamlSection section : near) {
            for (YamlSection.Item item : section.items("binds")) {
                Bind bind = bind(name, item);
                byTarget.putIfAbsent(bind.target(), bind);
            }
        }
        return List.copyOf(byTarget.values());
    }

    private Bind bind(String node, YamlSection.Item item) {
        String[] parts = item.text().replace("__clabNodeName__", node).split(":", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty() || !parts[1].startsWith("/")) {
            throw new TopologyException(item.at(), "a bind is 'source:/target' or 'source:/target:ro', not '"
                + item.text() + "'");
        }
        boolean readOnly = parts.length == 3 && List.of(parts[2].split(",")).contains("ro");
        return new Bind(source(parts[0]), parts[1], readOnly, item.at());
    }

    private Path source(String text) {
        if (text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home")).resolve(text.substring(2));
        }
        return folder.resolve(text).normalize();
    }
}
