package dev.directrix.forwarder.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives each key a small number that it keeps for the life of the process, so that flow entries and counters stay
 * right over changes of tables. Numbers start at 0 and are never given to another key. Safe for use by many threads.
 *
 * @param <K> type of key, with equality by value
 */
public final class IdRegistry<K> {
    private final int capacity;
    private final Map<K, Integer> ids = new HashMap<>();
    private final List<K> keys = new ArrayList<>();

    /**
     * An empty registry.
     *
     * @param capacity most keys that it will ever take
     */
    public IdRegistry(final int capacity) {
        this.capacity = capacity;
    }

    /**
     * The number of a key, given now if it has none.
     *
     * @throws IllegalStateException if the registry is full
     */
    public synchronized int idOf(final K key) {
        final Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        if (keys.size() == capacity) {
            throw new IllegalStateException(
                    "more than " + capacity + " different keys since the start, the next is " + key + "; restart");
        }
        ids.put(key, keys.size());
        keys.add(key);
        return keys.size() - 1;
    }

    /** The key of a number, if it was given. */
    public synchronized Optional<K> keyOf(final int id) {
        return id >= 0 && id < keys.size() ? Optional.of(keys.get(id)) : Optional.empty();
    }

    /** How many numbers were given: each is below this. */
    public synchronized int size() {
        return keys.size();
    }
}
