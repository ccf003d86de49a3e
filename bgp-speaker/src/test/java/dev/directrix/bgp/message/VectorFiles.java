package dev.directrix.bgp.message;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conformance data of other programs, where it is at hand; without it the tests that need it are skipped. */
public final class VectorFiles {

    private VectorFiles() {
    }

    /** A file or folder of the routing vectors. */
    public static Path routing(final String name) {
        final Path path = Path.of(System.getProperty("directrix.vectors", "/nonexistent"), "routing", name);
        assumeTrue(Files.exists(path), "no conformance data at " + path);
        return path;
    }

    /** The lines of a file. */
    public static List<String> lines(final String name) {
        try {
            return Files.readAllLines(routing(name));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text value of a line of JSON; empty if it is not there or null. */
    public static Optional<String> text(final String json, final String key) {
        final Matcher matcher =
            Pattern.compile('"' + key + "\": ?\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** A list of texts of a line of JSON. */
    public static List<String> texts(final String json, final String key) {
        final int start = json.indexOf('"' + key + '"');
        final Matcher matcher = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(?=[,\\]])").matcher(json);
        final List<String> result = new ArrayList<>();
        for (int at = json.indexOf('[', start); matcher.find(at); at = matcher.end()) {
            result.add(matcher.group(1));
        }
        return result;
    }
}
