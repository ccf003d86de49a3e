package dev.directrix.bgp.exabgp.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration file that cannot be used; its message has a line for each problem. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigurationProblem> problems;

    /** For problems in the order of the file, at least one. */
    public ConfigurationException(final List<ConfigurationProblem> problems) {
        super(problems.stream().map(ConfigurationProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of the file. */
    public List<ConfigurationProblem> problems() {
        return problems;
    }
}
