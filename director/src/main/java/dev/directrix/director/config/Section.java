package dev.directrix.director.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping of the file whose keys are known. Keys that are not have been reported when this exists. */
final class Section {

    private final Value whole;
    private final Map<String, Value> values;
    private final Set<String> misspelt;

    private Section(final Value whole, final Map<String, Value> values, final Set<String> misspelt) {
        this.whole = whole;
        this.values = values;
        this.misspelt = misspelt;
    }

    static Section of(final Value whole, final MappingNode mapping) {
        final Map<String, Value> values = values(whole, mapping, whole::child);
        final String pattern = whole.pattern();
        final List<String> known = ConfigOption.keysOf(pattern);
        final Set<String> misspelt = new HashSet<>();
        for (final NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && !known.contains(key.getValue())) {
                values.remove(key.getValue());
                NearestWord.to(key.getValue(), known).ifPresent(misspelt::add);
                whole.reading().error(Value.positionOf(key), LaterOption.advice(pattern, key.getValue())
                    .orElseGet(() -> unknown(key.getValue(), whole.path(), known)));
            }
        }
        return new Section(whole, values, misspelt);
    }

    /** All values of a mapping by key, each key once; double and strange keys are reported. */
    static Map<String, Value> values(
        final Value whole, final MappingNode mapping, final BiFunction<String, Node, Value> child) {
        final Map<String, Value> values = new LinkedHashMap<>();
        final Map<String, Node> seen = new HashMap<>();
        for (final NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                whole.reading().error(Value.positionOf(tuple.getKeyNode()), "a key must be a word; write key: value");
                continue;
            }
            final Node first = seen.putIfAbsent(key.getValue(), key);
            if (first != null) {
                whole.reading().error(Value.positionOf(key), "key '" + key.getValue() + "' is already set in line "
                    + Value.positionOf(first).line() + "; remove one of the two");
                continue;
            }
            values.put(key.getValue(), child.apply(key.getValue(), tuple.getValueNode()));
        }
        return values;
    }

    Value whole() {
        return whole;
    }

    Optional<Value> get(final String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** As {@link #get}, and reports that the key is missing, unless it is there in a misspelt form. */
    Optional<Value> required(final String key) {
        final Optional<Value> value = get(key);
        if (value.isEmpty() && !misspelt.contains(key)) {
            whole.error("'" + key + "' is missing; add it");
        }
        return value;
    }

    /** As {@link #get} for a list; a missing key is an empty list. */
    List<Value> items(final String key) {
        return get(key).map(Value::items).orElse(List.of());
    }

    private static String unknown(final String key, final String path, final List<String> known) {
        final String where = path.isEmpty() ? "" : " in " + path;
        return "unknown key '" + key + "'" + where + "; " + NearestWord.to(key, known)
            .map(word -> "did you mean '" + word + "'?")
            .orElse("known here: " + String.join(", ", known));
    }
}
