package dev.directrix.director.cli.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BgpCheckCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSumUpWhatTheFileSays() throws IOException {
        assertThat(check("""
            process a {
                run ./not-there.py;
            }
            neighbor 192.0.2.2 {
                local-address 192.0.2.1;
                local-as 65001;
                peer-as 65002;
                static {
                    route 10.0.0.0/24 next-hop self;
                    route 10.0.1.0/24;
                }
            }
            """)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).endsWith("a.conf: ok, 1 neighbor, 1 route, 1 process" + System.lineSeparator());
        assertThat(err.toString()).contains("a.conf:10:15: warning: the route is never announced").hasLineCount(1);
    }

    @Test
    void shouldListEveryErrorWithItsPlace() throws IOException {
        assertThat(check("neighbor 192.0.2.2 {\n    holdtime 3;\n    flow {\n        route x;\n    }\n}\n"))
            .isNotEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("a.conf:2:5: 'holdtime' does not belong in a neighbor;")
            .contains("a.conf:3:5: 'flow' is not supported");
    }

    private int check(final String text) throws IOException {
        final Path conf = directory.resolve("a.conf");
        Files.writeString(conf, text);
        return BgpCommand.withSubcommands(InputStream.nullInputStream()).setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true)).execute("check", conf.toString());
    }
}
