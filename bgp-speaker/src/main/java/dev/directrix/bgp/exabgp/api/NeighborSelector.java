package dev.directrix.bgp.exabgp.api;

import dev.directrix.bgp.exabgp.text.AddressText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which neighbours a command is for: one of several descriptions must fit, each of pairs of key and value that must all
 * fit ({@code neighbor 10.0.0.1 local-as 65001, neighbor 10.0.0.2}). Immutable.
 *
 * @param descriptions alternatives; empty: every neighbour
 */
public record NeighborSelector(List<Map<Key, String>> descriptions) {

    /** Every neighbour. */
    public static final NeighborSelector ALL = new NeighborSelector(List.of());

    private static final String ANY = "*";

    /** Copies. */
    public NeighborSelector {
        descriptions = descriptions.stream().map(Map::copyOf).toList();
    }

    /** One neighbour by its address, or all by {@code *}. */
    public static NeighborSelector of(final String address) {
        return new NeighborSelector(List.of(Map.of(Key.NEIGHBOR, canonical(address))));
    }

    /** Whether a neighbour of this description is meant. */
    public boolean matches(final Map<Key, String> neighbor) {
        return descriptions.isEmpty() || descriptions.stream().anyMatch(wanted ->
            wanted.getOrDefault(Key.NEIGHBOR, "").equals(ANY)
                || wanted.entrySet().stream().allMatch(pair -> pair.getValue().equals(neighbor.get(pair.getKey()))));
    }

    /** The selector as one writes it. */
    @Override
    public String toString() {
        if (descriptions.isEmpty()) {
            return "every neighbor";
        }
        final List<String> texts = new ArrayList<>();
        for (final Map<Key, String> wanted : descriptions) {
            final StringBuilder text = new StringBuilder();
            for (final Key key : Key.values()) {
                if (wanted.containsKey(key)) {
                    text.append(text.isEmpty() ? "" : " ").append(key.word()).append(' ').append(wanted.get(key));
                }
            }
            texts.add(text.toString());
        }
        return String.join(", ", texts);
    }

    /**
     * Reads {@code ADDRESS [KEY VALUE]...}, with further ones after commas; the words before it are consumed already.
     *
     * @param words  at the address
     * @param closed true: up to {@code ]}; false: up to the first word that is neither key nor comma
     * @throws ApiException if a value is missing
     */
    static NeighborSelector read(final Words words, final boolean closed) {
        final List<Map<Key, String>> descriptions = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (words.next("neighbor") || words.next("peer")) {
                words.require("the address of a neighbor");
            }
            final Map<Key, String> description = new LinkedHashMap<>();
            description.put(Key.NEIGHBOR, canonical(words.take("the address of a neighbor")));
            for (Key key = Key.named(words.peek()); key.isFilter(); key = Key.named(words.peek())) {
                words.take("a key");
                description.put(key, canonical(words.take("a value for " + key.word())));
            }
            descriptions.add(description);
            more = words.next(",");
        }
        if (closed && !words.next("]")) {
            throw new ApiException("a list of neighbors lacks its ']'");
        }
        return new NeighborSelector(descriptions);
    }

    /** An address as we write it; anything else as it is. */
    private static String canonical(final String value) {
        return AddressText.parse(value).map(AddressText::of).orElse(value);
    }

    /** What a neighbour can be told by. */
    public enum Key {
        /** Its address. */
        NEIGHBOR("neighbor"),
        /** Our address. */
        LOCAL_IP("local-ip"),
        /** Our AS. */
        LOCAL_AS("local-as"),
        /** Its AS. */
        PEER_AS("peer-as"),
        /** Our router id. */
        ROUTER_ID("router-id"),
        /** {@code in-open}, or with multi-session the families. */
        FAMILY_ALLOWED("family-allowed"),
        /** No key. */
        NONE("");

        private final String word;

        Key(final String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        private boolean isFilter() {
            return this != NEIGHBOR && this != NONE;
        }

        static Key named(final String word) {
            for (final Key key : values()) {
                if (key.word.equals(word)) {
                    return key;
                }
            }
            return NONE;
        }
    }
}
