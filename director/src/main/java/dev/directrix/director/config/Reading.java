package dev.directrix.director.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is found out while one file is read: errors, warnings, and the place of each value. Used by one thread. */
final class Reading {

    private final Path file;
    private final Map<String, Position> positions = new HashMap<>();
    private final List<ConfigError> errors = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();

    Reading(final Path file) {
        this.file = file;
    }

    void place(final String path, final Position position) {
        positions.put(path, position);
    }

    void error(final Position position, final String message) {
        errors.add(new ConfigError(file.toString(), position, message));
    }

    void warn(final Position position, final String message) {
        warnings.add(new ConfigError(file.toString(), position, message));
    }

    /** A path as the file names it: relative ones are relative to the file's directory. */
    Path resolve(final Path path) {
        return file.toAbsolutePath().getParent().resolve(path).normalize();
    }

    ConfigException failure() {
        return new ConfigException(errors);
    }

    boolean failed() {
        return !errors.isEmpty();
    }

    LoadedConfig result(final DirectorConfig config) {
        if (failed()) {
            throw failure();
        }
        return new LoadedConfig(config, new ConfigSource(file, positions), warnings.stream().sorted().toList());
    }
}
