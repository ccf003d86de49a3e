package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {

    @Test
    void shouldHearASignalAgainAndAgain() throws Exception {
        final Semaphore heard = new Semaphore(0);
        Signals.handle("WINCH", heard::release);
        final String pid = Long.toString(ProcessHandle.current().pid());
        for (int i = 0; i < 2; i++) {
            assertThat(new ProcessBuilder("kill", "-WINCH", pid).start().waitFor()).isZero();
            assertThat(heard.tryAcquire(20, TimeUnit.SECONDS)).as("signal %d", i).isTrue();
        }
    }

    @Test
    void shouldHearWhatItsParentHadIgnoredOnlyIfToldTo() throws Exception {
        final Process child = new ProcessBuilder("sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), SignalsChild.class.getName())
            .redirectErrorStream(true).start();
        final String pid = Long.toString(child.pid());
        try (BufferedReader said = child.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            for (final String signal : List.of("-INT", "-HUP", "-HUP")) {
                assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
                if (signal.equals("-HUP")) {
                    assertThat(said.readLine()).isEqualTo("HUP");
                }
            }
        } finally {
            child.destroyForcibly().onExit().join();
        }
    }
}
