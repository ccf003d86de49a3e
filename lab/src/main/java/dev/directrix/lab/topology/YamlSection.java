package dev.directrix.lab.topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML mapping whose values are asked for by key and type; a wrong one is an error that says where it stands. */
public final class YamlSection {
    private final Path file;
    private final Position at;
    private final Map<String, Node> values;

    private YamlSection(Path file, Position at, Map<String, Node> values) {
        this.file = file;
        this.at = at;
        this.values = values;
    }

    /** Parses the text of {@code file}, which must be one mapping. */
    public static YamlSection parse(Path file, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).setUseMarks(true).build();
        try {
            Node root = new Compose(settings).composeString(text)
                .orElseThrow(() -> new TopologyException(new Position(file, 1, 1), "the file is empty"));
            return of(file, root, "the file");
        } catch (MarkedYamlEngineException e) {
            Position where = e.getProblemMark().map(mark -> position(file, mark)).orElse(new Position(file, 1, 1));
            throw new TopologyException(where, "malformed YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new TopologyException(new Position(file, 1, 1), "malformed YAML: " + e.getMessage(), e);
        }
    }

    /** A section without any key, for one that the file leaves out. */
    public static YamlSection empty(Path file, Position at) {
        return new YamlSection(file, at, Map.of());
    }

    private static YamlSection of(Path file, Node node, String what) {
        Position at = position(file, node);
        if (node.getTag().equals(Tag.NULL)) {
            return empty(file, at);
        }
        if (!(node instanceof MappingNode mapping)) {
            throw new TopologyException(at, what + " must be a mapping of keys to values");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new TopologyException(position(file, tuple.getKeyNode()), "a key must be plain text");
            }
            if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                throw new TopologyException(position(file, key), "'" + key.getValue() + "' is given twice");
            }
        }
        return new YamlSection(file, at, values);
    }

    public Position at() {
        return at;
    }

    /** Where the value of {@code key} stands, or the section itself when there is none. */
    public Position at(String key) {
        return values.containsKey(key) ? position(file, values.get(key)) : at;
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.containsKey(key) && !values.get(key).getTag().equals(Tag.NULL);
    }

    /** Refuses every key that is not among {@code known}. */
    public YamlSection only(String what, Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new TopologyException(at(key), what + " has no key '" + key + "'; known are "
                    + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return this;
    }

    /** The scalar at {@code key} as it is written. */
    public Optional<String> text(String key) {
        return has(key) ? Optional.of(scalar(values.get(key), "'" + key + "'")) : Optional.empty();
    }

    public String requiredText(String key, String what) {
        return text(key).orElseThrow(() -> new TopologyException(at, what + " needs '" + key + "'"));
    }

    /** A whole number of at least {@code least}. */
    public Optional<Integer> number(String key, int least) {
        return text(key).map(value -> {
            try {
                int number = Integer.parseInt(value);
                if (number >= least) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new TopologyException(at(key), "'" + key + "' must be a whole number, not '" + value + "'", e);
            }
            throw new TopologyException(at(key), "'" + key + "' must be " + least + " or more, not " + value);
        });
    }

    /** The list of scalars at {@code key}; empty when there is none. */
    public List<Item> items(String key) {
        List<Item> items = new ArrayList<>();
        for (Node node : sequence(key)) {
            items.add(new Item(scalar(node, "an entry of '" + key + "'"), position(file, node)));
        }
        return items;
    }

    /** A list of scalars, or one scalar in the place of a list of one. */
    public List<Item> itemsOrOne(String key) {
        return has(key) && values.get(key) instanceof ScalarNode one
            ? List.of(new Item(one.getValue(), position(file, one)))
            : items(key);
    }

    /** The list of mappings at {@code key}; empty when there is none. */
    public List<YamlSection> sections(String key) {
        List<YamlSection> sections = new ArrayList<>();
        for (Node node : sequence(key)) {
            sections.add(of(file, node, "an entry of '" + key + "'"));
        }
        return sections;
    }

    /** Whether the list at {@code key} holds mappings rather than scalars. */
    public boolean holdsSections(String key) {
        List<Node> nodes = sequence(key);
        return !nodes.isEmpty() && nodes.getFirst() instanceof MappingNode;
    }

    /** The mapping at {@code key}; an empty one when there is none. */
    public YamlSection section(String key) {
        return values.containsKey(key) ? of(file, values.get(key), "'" + key + "'") : empty(file, at);
    }

    /** All of this section's keys with their scalar values. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, node) -> texts.put(key, scalar(node, "'" + key + "'")));
        return texts;
    }

    private List<Node> sequence(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (values.get(key) instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw new TopologyException(at(key), "'" + key + "' must be a list");
    }

    private String scalar(Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new TopologyException(position(file, node), what + " must be one value");
    }

    private static Position position(Path file, Node node) {
        return node.getStartMark().map(mark -> position(file, mark)).orElse(new Position(file, 1, 1));
    }

    private static Position position(Path file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** One scalar of a list. */
    public record Item(String text, Position at) {
    }
}
