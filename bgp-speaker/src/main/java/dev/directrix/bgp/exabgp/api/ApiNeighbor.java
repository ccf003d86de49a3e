package dev.directrix.bgp.exabgp.api;

import dev.directrix.bgp.exabgp.config.ApiSection;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A neighbour as commands pick it. Immutable. */
public final class ApiNeighbor {

    private final String id;
    private final ExabgpNeighbor config;
    private final Map<NeighborSelector.Key, String> description = new EnumMap<>(NeighborSelector.Key.class);
    private final Set<String> programs = new HashSet<>();

    /**
     * A neighbour of the configuration.
     *
     * @param id     its key in the speaker
     * @param config its section
     */
    public ApiNeighbor(final String id, final ExabgpNeighbor config) {
        this.id = id;
        this.config = config;
        final String[] words = config.name().split(" ", -1);
        for (int at = 0; at + 1 < words.length; at += 2) {
            description.put(NeighborSelector.Key.named(words[at]), words[at + 1]);
        }
        config.api().stream().map(ApiSection::processes).forEach(programs::addAll);
    }

    /** Its key in the speaker. */
    public String id() {
        return id;
    }

    /** Its section. */
    public ExabgpNeighbor config() {
        return config;
    }

    /** Whether these words mean it. */
    public boolean isMeantBy(final NeighborSelector who) {
        return who.matches(description);
    }

    /** Whether a program may steer it: an api section names the program. */
    boolean isSteeredBy(final String program) {
        return programs.contains(program);
    }
}
