package dev.directrix.bgp.exabgp.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramPathTest {

    @TempDir
    private Path folder;

    @Test
    void shouldLookBesideTheConfigurationFirst() throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.createFile(folder.resolve("run/check.sh"));
        assertThat(resolve("./run/check.sh")).isEqualTo(folder.resolve("run/check.sh").toString());
    }

    @Test
    void shouldLookInThePath() throws IOException {
        Files.createDirectories(folder.resolve("bin/check.sh"));
        Files.createDirectories(folder.resolve("sbin"));
        Files.createFile(folder.resolve("sbin/check.sh"));
        assertThat(resolve("check.sh")).isEqualTo(folder.resolve("sbin/check.sh").toString());
    }

    @Test
    void shouldLeaveWhatIsNowhereAndWhatIsAbsolute() {
        assertThat(resolve("nothing-of-that-name")).isEqualTo("nothing-of-that-name");
        assertThat(resolve("/nothing/of/that/name")).isEqualTo("/nothing/of/that/name");
    }

    @Test
    void shouldKeepTheArguments() {
        assertThat(path().resolve(List.of("nothing", "-c", "check"))).containsExactly("nothing", "-c", "check");
    }

    private String resolve(final String program) {
        return path().resolve(List.of(program)).getFirst();
    }

    private ProgramPath path() {
        return ProgramPath.beside(folder.resolve("file.conf"), folder.resolve("bin") + "::" + folder.resolve("sbin"));
    }
}
