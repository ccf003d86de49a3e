package dev.directrix.director.config;

import java.util.List;

/**
 * A configuration and the file that it came from.
 *
 * @param config   what the file says
 * @param source   where it says so
 * @param warnings what is allowed but probably not meant, sorted by place
 */
public record LoadedConfig(DirectorConfig config, ConfigSource source, List<ConfigError> warnings) {

    /** Freezes the list. */
    public LoadedConfig {
        warnings = List.copyOf(warnings);
    }
}
