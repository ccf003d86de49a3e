package dev.directrix.director.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigError> errors;

    /**
     * Of at least one error.
     *
     * @param errors in any order
     */
    public ConfigException(final List<ConfigError> errors) {
        super(errors.stream().sorted().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.errors = errors.stream().sorted().toList();
    }

    /** Everything that is wrong, sorted by place. */
    public List<ConfigError> errors() {
        return errors;
    }
}
