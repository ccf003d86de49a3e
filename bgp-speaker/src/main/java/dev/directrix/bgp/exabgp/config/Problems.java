package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.Position;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.exabgp.text.TokenReader;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Collects what is wrong in one file, so that all of it can be told at once. Not thread-safe. */
final class Problems {

    /** What is told at most; the rest mostly follows from it. */
    static final int MAX = 200;

    private final String file;
    private final Set<ConfigurationProblem> errors = new LinkedHashSet<>();
    private final Set<ConfigurationProblem> warnings = new LinkedHashSet<>();

    Problems(final String file) {
        this.file = file;
    }

    void error(final Position position, final String text) {
        if (errors.size() < MAX) {
            errors.add(new ConfigurationProblem(file, position, text));
        }
    }

    void error(final TextException problem) {
        error(problem.position(), problem.getMessage());
    }

    void warn(final Position position, final String text) {
        if (warnings.size() < MAX) {
            warnings.add(new ConfigurationProblem(file, position, text));
        }
    }

    /** Reads a value; a complaint becomes an error, and words that are left become a warning. */
    <T> Optional<T> read(final TokenReader in, final String what, final Function<TokenReader, T> grammar) {
        try {
            final T value = grammar.apply(in);
            in.peek().ifPresent(extra -> warn(extra.position(), extra.shown() + " behind " + what
                + " is ignored, as ExaBGP does: remove it"));
            return Optional.of(value);
        } catch (final TextException e) {
            error(e);
            return Optional.empty();
        }
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** The warnings, in the order of the file. */
    List<ConfigurationProblem> warnings() {
        return sorted(warnings);
    }

    /** The errors, in the order of the file. */
    List<ConfigurationProblem> errors() {
        return sorted(errors);
    }

    private static List<ConfigurationProblem> sorted(final Set<ConfigurationProblem> problems) {
        return problems.stream().sorted(Comparator.comparing(ConfigurationProblem::position)).toList();
    }
}
