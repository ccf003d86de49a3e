package dev.directrix.lab.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a containerlab topology file.
 *
 * <p>What containerlab means by a key holds here too; keys that only matter to containers (ports, certificates,
 * management network, …) are left alone. See <a href="https://containerlab.dev/manual/topo-def-file/">the format</a>.
 */
public final class TopologyReader {
    private static final Pattern LAB_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-._]*");
    private static final Pattern PREFIX = Pattern.compile("|__lab-name|[a-zA-Z0-9][a-zA-Z0-9-._]*");
    private static final Set<String> TOP_KEYS = Set.of("name", "prefix", "mgmt", "settings", "topology", "debug");
    private static final Set<String> TOPOLOGY_KEYS = Set.of("nodes", "kinds", "groups", "defaults", "links");

    private final Map<String, String> environment;

    /** @param environment what {@code ${VARIABLE}} in a file stands for */
    public TopologyReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Reads {@code file}. Paths in it are relative to its folder. */
    public Topology read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw TopologyException.unreadable(file, e);
        }
        return parse(file, text);
    }

    /** Reads the text of {@code file}. */
    public Topology parse(Path file, String text) {
        String expanded = new Variables(environment).expand(file, text);
        YamlSection top = YamlSection.parse(file, expanded).only("a topology file", TOP_KEYS);
        String name = matching(top, "name", LAB_NAME, top.requiredText("name", "a topology file"));
        var prefix = top.text("prefix").map(value -> matching(top, "prefix", PREFIX, value));
        if (!top.has("topology")) {
            throw new TopologyException(top.at(), "a topology file needs 'topology'");
        }
        YamlSection topology = top.section("topology").only("'topology'", TOPOLOGY_KEYS);
        List<String> notices = new ArrayList<>();
        List<NodeSpec> nodes = new NodeReader(file, topology).read(notices);
        List<LinkSpec> links = new LinkReader(nodes).read(topology, notices);
        requireDistinctInterfaces(links);
        return new Topology(name, prefix, file, nodes, links, notices);
    }

    private static String matching(YamlSection section, String key, Pattern pattern, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new TopologyException(section.at(key), "'" + key + "' must be letters, digits, '-', '.' and '_', not "
                + "'" + value + "'");
        }
        return value;
    }

    private static void requireDistinctInterfaces(List<LinkSpec> links) {
        Map<String, Set<String>> taken = new HashMap<>();
        for (LinkSpec link : links) {
            for (Endpoint end : List.of(link.a(), link.b())) {
                if (!taken.computeIfAbsent(end.node(), node -> new HashSet<>()).add(end.interfaceName())) {
                    throw new TopologyException(end.at(), "interface " + end + " is used by two links");
                }
            }
        }
    }
}
