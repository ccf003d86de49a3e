package dev.directrix.maglev;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The servers of a conformance case with the names by which it speaks of them: Envoy's by index, Cilium's by id.
 *
 * @param backends in the case's order
 * @param ids of the same, in the same order
 */
record Members(List<Backend> backends, List<Integer> ids) {

    static Members of(final Map<?, ?> one) {
        final List<Backend> backends = new ArrayList<>();
        final List<Integer> ids = new ArrayList<>();
        for (final Object item : (List<?>) (one.containsKey("hosts") ? one.get("hosts") : one.get("backends"))) {
            final Map<?, ?> member = (Map<?, ?>) item;
            ids.add(member.containsKey("id") ? (Integer) member.get("id") : Integer.valueOf(ids.size()));
            backends.add(new Backend((String) member.get("key"), (Integer) member.get("weight")));
        }
        return new Members(backends, ids);
    }

    List<Backend> without(final List<?> removed) {
        return IntStream.range(0, ids.size()).filter(i -> !removed.contains(ids.get(i))).mapToObj(backends::get)
                .toList();
    }

    List<Integer> slots(final MaglevTable table) {
        return IntStream.range(0, table.size()).mapToObj(slot -> ids.get(table.backendAt(slot))).toList();
    }

    /** Slots per id, for those that have any, as JSON writes them: the id as text. */
    Map<String, Integer> counts(final MaglevTable table) {
        return slots(table).stream().collect(Collectors.groupingBy(String::valueOf, TreeMap::new,
                Collectors.summingInt(slot -> 1)));
    }
}
