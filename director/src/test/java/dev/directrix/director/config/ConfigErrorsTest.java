package dev.directrix.director.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file in {@code errors} ends with comments that say exactly what is to be reported. */
class ConfigErrorsTest {

    private static final String MARK = "# expect: ";

    static List<Path> files() throws IOException, URISyntaxException {
        final Path folder = Path.of(ConfigErrorsTest.class.getResource("errors").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void shouldReportEveryErrorWithItsPlace(final Path file) throws IOException {
        final List<String> expected = Files.readAllLines(file).stream()
            .filter(line -> line.startsWith(MARK)).map(line -> line.substring(MARK.length())).toList();

        final ConfigException failure =
            catchThrowableOfType(ConfigException.class, () -> new ConfigLoader().load(file));

        assertThat(expected).isNotEmpty();
        assertThat(failure.errors()).extracting(error -> error.position() + ": " + error.message())
            .containsExactlyElementsOf(expected);
        assertThat(failure).hasMessage(String.join("\n", expected.stream().map(it -> file + ":" + it).toList()));
    }
}
