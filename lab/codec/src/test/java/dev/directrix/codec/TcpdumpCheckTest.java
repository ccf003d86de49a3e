package dev.directrix.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** tcpdump's decoder finds nothing wrong with our messages; lab/codec-check does the same with a million. */
class TcpdumpCheckTest {

    private static final int MESSAGES = 20_000;

    @Test
    void shouldMakeMessagesThatTcpdumpFindsFlawless() throws Exception {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tcpdump"))), "no tcpdump here");
        final TcpdumpCheck.Result result = new TcpdumpCheck(8654, MESSAGES).run();
        assertThat(result.complaints()).isEmpty();
        assertThat(result.differing()).isEmpty();
        assertThat(result.seen().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(MESSAGES);
    }
}
