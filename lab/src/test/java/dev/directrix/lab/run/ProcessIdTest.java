package dev.directrix.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessIdTest {

    @Test
    void shouldKillOnlyTheProcessThatWasMeant() throws IOException, InterruptedException {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessId id = ProcessId.of(sleep.pid()).orElseThrow();
            ProcessId another = new ProcessId(id.pid(), id.startTicks() - 1);

            another.kill();
            assertThat(another.isAlive()).isFalse();
            assertThat(id.isAlive()).isTrue();
            assertThat(ProcessId.parse(id.toString())).contains(id);

            id.kill();
            assertThat(sleep.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(id.isAlive()).isFalse();
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void shouldTakeNothingElseForAProcess() {
        assertThat(ProcessId.parse("")).isEmpty();
        assertThat(ProcessId.parse("12")).isEmpty();
        assertThat(ProcessId.parse("12 x")).isEmpty();
    }
}
