package dev.directrix.director.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/configuration.md} to the keys that the reader knows. */
class ConfigReferenceTest {

    private static final String BEGIN = "<!-- keys: made from ConfigOption, see ConfigReferenceTest -->\n";
    private static final String END = "<!-- end of keys -->";

    @Test
    void shouldDescribeEveryKeyInTheReference() throws IOException {
        final Path file = Path.of(System.getProperty("directrix.root")).resolve("docs/configuration.md");
        final String text = Files.readString(file);
        final int begin = text.indexOf(BEGIN) + BEGIN.length();
        final int end = text.indexOf(END);

        if (Boolean.getBoolean("directrix.docs.write")) {
            Files.writeString(file, text.substring(0, begin) + table() + text.substring(end));
            return;
        }
        assertThat(text.substring(begin, end))
            .as("docs/configuration.md is older than ConfigOption: run this test with -Ddirectrix.docs.write=true")
            .isEqualTo(table());
    }

    @Test
    void shouldReadEveryKeyThatTheReferenceDescribes() {
        final LoadedConfig loaded = ConfigLoader.offline().parse(Path.of("d1.yaml"), ExampleConfigs.EVERY_KEY);
        final Set<String> read = loaded.source().positions().keySet().stream()
            .map(path -> path.replaceAll("\\[\\d+]", "[]")
                .replaceFirst("^(pools|(vips\\[]\\.)?sites)\\.\\w+", "$1.*"))
            .collect(Collectors.toSet());

        assertThat(Arrays.stream(ConfigOption.values()).map(ConfigOption::path)).allSatisfy(path ->
            assertThat(read).contains(path));
    }

    private static String table() {
        final StringBuilder out = new StringBuilder();
        out.append("| Key | Written as | Default | Range | Meaning | Reload |\n|---|---|---|---|---|---|\n");
        for (final ConfigOption option : ConfigOption.values()) {
            out.append("| `").append(option.path()).append("` | ").append(option.type()).append(" | ")
                .append(option.fallback()).append(" | ").append(option.range()).append(" | ")
                .append(option.meaning()).append(" | ").append(option.needsRestart() ? "restart" : "live")
                .append(" |\n");
        }
        return out.toString();
    }
}
