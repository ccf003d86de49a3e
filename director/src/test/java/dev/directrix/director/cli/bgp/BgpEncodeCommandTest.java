package dev.directrix.director.cli.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
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

class BgpEncodeCommandTest {

    private static final String MARKER = "FF".repeat(16);
    private static final String END_OF_RIB = MARKER + "00170200000000";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintMessageInUpperCase() {
        assertThat(run("", "encode", "announce route 10.0.0.0/24 next-hop 10.0.1.254 med 5")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().strip()).isEqualTo(MARKER + "0037020000001C400101004002004003040A0001FE"
            + "80040400000005400504000000" + "64180A0000");
    }

    @Test
    void shouldTakeCommandInSeveralWordsAndForSomeNeighbor() {
        assertThat(run("", "encode", "neighbor", "*", "announce", "eor", "ipv4", "unicast")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().strip()).isEqualTo(END_OF_RIB);
    }

    @Test
    void shouldSeparateMessagesByCommas() {
        assertThat(run("", "encode", "withdraw attributes nlri 10.0.0.0/8 11.0.0.0/8")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().strip())
            .isEqualTo(MARKER + "001902" + "0002080A0000," + MARKER + "001902" + "0002080B0000");
    }

    @Test
    void shouldAnswerEachLineAndTellErrorsAsJson() {
        assertThat(run(
            "announce eor\nannounce route 10.0.0.1/24 next-hop self\n\nannounce route-refresh ipv6 unicast\n",
            "encode", "-")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString().lines()).satisfiesExactly(
            line -> assertThat(line).isEqualTo(END_OF_RIB),
            line -> assertThat(JsonParser.parseString(line).getAsJsonObject()).satisfies(error -> {
                assertThat(error.get("error").getAsString()).contains("write 10.0.0.0/24");
                assertThat(error.get("line").getAsInt()).isEqualTo(2);
                assertThat(error.get("column").getAsInt()).isEqualTo(16);
            }),
            line -> assertThat(line).startsWith("{\"error\":"),
            line -> assertThat(line).isEqualTo(MARKER + "00170500020001"));
    }

    @Test
    void shouldTellErrorOfSingleCommandOnStandardError() {
        assertThat(run("", "encode", "announce flow route x")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("not supported");
    }

    @Test
    void shouldEncodeForNeighborOfConfiguration(@TempDir final Path directory) throws IOException {
        final Path conf = directory.resolve("a.conf");
        Files.writeString(conf, """
            neighbor 192.0.2.2 {
                local-address 192.0.2.1;
                local-as 65001;
                peer-as 65002;
                family {
                    ipv4 unicast;
                }
            }
            """);
        assertThat(run("", "encode", "--conf", conf.toString(),
            "neighbor 192.0.2.2 announce route 10.0.0.0/24 next-hop self local-preference 5")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().strip()).isEqualTo(
            MARKER + "002F0200000014" + "40010100" + "400206020100" + "00FDE9" + "400304C0000201" + "180A0000");
        assertThat(run("", "encode", "--conf", conf.toString(), "announce route ::1 next-hop ::2"))
            .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("is not configured");
        assertThat(run("", "encode", "--conf", conf.toString(), "neighbor 192.0.2.3 announce eor"))
            .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("no neighbor");
    }

    private int run(final String input, final String... args) {
        return BgpCommand.withSubcommands(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
            .setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
    }
}
