package dev.directrix.director.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads configuration files. Stateless. */
public final class ConfigLoader {

    /**
     * Reads a file and the secrets that it names. Nothing but files is looked at: whether an interface exists is
     * {@link EnvironmentCheck}'s question.
     *
     * @throws ConfigException with every error of the file
     */
    public LoadedConfig load(final Path file) {
        if (!Files.isReadable(file)) {
            throw new ConfigException(List.of(new ConfigError(file.toString(), Position.START, "cannot be read")));
        }
        throw new UnsupportedOperationException(file.toString());
    }
}
