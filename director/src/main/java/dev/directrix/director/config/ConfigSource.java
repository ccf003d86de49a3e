package dev.directrix.director.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a configuration came from: turns a key into a place, so that what is found out later (an interface that does
 * not exist, a port that is taken) can be reported at the line that asked for it.
 *
 * @param file      the file as the user named it
 * @param positions place of each value, by path as in {@code node.interfaces[0]} or {@code pools.web.check}
 */
public record ConfigSource(Path file, Map<String, Position> positions) {

    /** Freezes the map. */
    public ConfigSource {
        positions = Map.copyOf(positions);
    }

    /** The error or warning to report about one value; a value that the file leaves out stands at its start. */
    public ConfigError error(final String path, final String message) {
        return new ConfigError(file.toString(), positions.getOrDefault(path, Position.START), message);
    }
}
