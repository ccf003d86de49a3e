package dev.directrix.director.cli.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.cli.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BgpDecodeCommandTest {

    private static final String KEEPALIVE = "ff".repeat(16) + "001304";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintMessageAsJsonOfVersion5() {
        assertThat(run("", "decode", KEEPALIVE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("{ \"exabgp\": \"5.0.0\", \"time\": ")
            .contains("\"type\": \"keepalive\"").contains("\"direction\": \"in\"").hasLineCount(1);
    }

    @Test
    void shouldTakeMessageInSeveralWords() {
        assertThat(run("", "decode", "--json-version", "4.0.1", "0000", "0000")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"exabgp\": \"4.0.1\"").contains("\"eor\"");
    }

    @Test
    void shouldAnswerEachLineAndGoOnAfterErrors() {
        assertThat(run(KEEPALIVE + "\n\nnonsense\n" + KEEPALIVE + "\n", "decode", "-")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString().lines()).satisfiesExactly(
            line -> assertThat(line).contains("\"type\": \"keepalive\""),
            line -> assertThat(line).contains("\"type\": \"error\""),
            line -> assertThat(line).contains("\"type\": \"keepalive\""));
    }

    @Test
    void shouldReadForNeighborOfConfiguration(@TempDir final Path directory) throws IOException {
        final Path conf = directory.resolve("a.conf");
        Files.writeString(conf, """
            neighbor 192.0.2.2 {
                router-id 192.0.2.9;
                local-address 192.0.2.1;
                local-as 65001;
                peer-as 65002;
            }
            """);
        assertThat(run("", "decode", "--conf", conf.toString(), KEEPALIVE)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("\"peer\": \"192.0.2.2\"").contains("\"local\": 65001, \"peer\": 65002");
    }

    @Test
    void shouldRefuseVersionThatThereIsNot() {
        assertThat(run("", "decode", "--json-version", "7", KEEPALIVE)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'7' is none of 4.0.1, 5.0.0, 6.0.0");
    }

    private int run(final String in, final String... args) {
        return BgpCommand.withSubcommands(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)))
            .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
    }
}
