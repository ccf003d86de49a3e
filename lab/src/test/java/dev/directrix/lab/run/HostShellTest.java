package dev.directrix.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostShellTest {

    @Test
    void shouldReturnExitCodeAndBothStreams() {
        CommandResult result = HostShell.run("sh", "-c", "echo out; echo err >&2; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.lines()).containsExactly("out", "err");
        assertThatThrownBy(result::orFail).isInstanceOf(LabException.class).hasMessageContaining("ended with 3: out");
    }

    @Test
    void shouldFeedInputAndSurviveACommandThatDoesNotReadIt() {
        assertThat(HostShell.run(HostShell.SHORT, List.of("cat"), "some text").output()).isEqualTo("some text");
        assertThat(HostShell.run(HostShell.SHORT, List.of("true"), "x".repeat(1_000_000)).exitCode()).isZero();
    }

    @Test
    void shouldKillWhatMissesItsDeadline() {
        String mark = "60." + ProcessHandle.current().pid();

        assertThatThrownBy(() -> HostShell.run(Duration.ofMillis(200), List.of("sh", "-c", "sleep " + mark + "; true")))
            .isInstanceOf(LabException.class).hasMessageContaining("did not end within");
        assertThat(Deadline.in(Duration.ofSeconds(10)).holds(() -> ProcessHandle.allProcesses()
            .noneMatch(process -> process.info().commandLine().orElse("").endsWith("sleep " + mark)))).isTrue();
    }

    @Test
    void shouldSayWhichProgramIsMissing() {
        assertThatThrownBy(() -> HostShell.run("no-such-program")).isInstanceOf(LabException.class)
            .hasMessageStartingWith("'no-such-program' cannot be run");
    }
}
