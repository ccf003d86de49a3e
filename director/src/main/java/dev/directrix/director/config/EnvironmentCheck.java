package dev.directrix.director.config;

import java.util.List;

/** Whether this machine has what a configuration asks for. Changes nothing. */
public final class EnvironmentCheck {

    /** Every difference between what is asked for and what is there, sorted by place; empty when all is well. */
    public List<ConfigError> check(final LoadedConfig loaded) {
        if (loaded.config().node().interfaces().isEmpty()) {
            return List.of();
        }
        throw new UnsupportedOperationException(loaded.source().file().toString());
    }
}
