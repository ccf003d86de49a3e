package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.modes.ModesCommand;
import dev.directrix.lab.modes.ModesLab;
import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.HostShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rig that is told to end, at any time, takes its lab down and does not complain. */
@Tag("lab")
@RequiresRoot
class LabInterruptIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"nodes/r1/init", "nodes/d1/service-director"})
    void shouldLeaveNothingBehind(String untilThere) throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("directrix.root", ".."));
        Path log = folder.resolve("log");
        Process rig = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("directrix.jar"),
            ModesCommand.class.getName(), "--megabytes", "1", root.resolve(ModesLab.TOPOLOGY).toString())
            .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Path lab = Path.of("/run/directrix-lab/modes-" + rig.pid());
        try {
            Awaitility.await().atMost(TIMEOUT).until(() -> Files.exists(lab.resolve(untilThere)) || !rig.isAlive());
            rig.destroy();
            assertThat(rig.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
        } finally {
            rig.destroyForcibly();
        }
        assertThat(Files.readString(log)).contains("interrupted").doesNotContain("\tat ", "Shutdown in progress");
        assertThat(lab).doesNotExist();
        // By their files: "ip netns list" complains of one that another lab is just making.
        CommandResult left = HostShell.run("sh", "-c", "ls /run/netns | grep -c clab-modes-" + rig.pid() + "-");
        assertThat(left.output().strip()).as("network namespaces").isEqualTo("0");
    }
}
