package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

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
}
