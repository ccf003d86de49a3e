package dev.directrix.director.cli.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything starts; the rest is tested in the module of the speaker. */
class BgpRunCommandTest {

    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldNameTheVariableThatIsWrong() {
        assertThat(run(Map.of("exabgp_tcp_port", "many"), "some.conf")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("exabgp.tcp.port is 'many': it takes a number");
    }

    @Test
    void shouldLetTheEnvironmentCountBeforeItsFile() throws IOException {
        final Path env = Files.writeString(folder.resolve("exabgp.env"), "[exabgp.tcp]\nport = here\n");
        assertThat(run(Map.of(), "--env", env.toString(), "some.conf")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'here'");
        assertThat(run(Map.of("exabgp_tcp_port", "there"), "--env", env.toString(), "some.conf"))
            .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'there'");
    }

    @Test
    void shouldSayThatThereIsNoSuchEnvironmentFile() {
        assertThat(run(Map.of(), "--env", folder.resolve("none").toString(), "some.conf")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("cannot read", "none");
    }

    private int run(final Map<String, String> variables, final String... args) {
        return new CommandLine(new BgpRunCommand(variables)).setCaseInsensitiveEnumValuesAllowed(true)
            .setErr(new PrintWriter(err, true)).execute(args);
    }
}
