package dev.directrix.director.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ClusterReport.Member;
import dev.directrix.director.control.ClusterReport.Standing;
import dev.directrix.director.control.ClusterReport.Steps;
import dev.directrix.director.control.ControlServer;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.FakeOperations;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.Reports;
import dev.directrix.director.control.SessionsAfterDrain;
import dev.directrix.director.control.StatusReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that restarts a cluster, against a director that plays all of them. */
class ClusterRestartCommandTest {

    private static final DrainReport NONE = new DrainReport("d1", List.of(), List.of(),
        SessionsAfterDrain.STAY, Optional.empty());
    private static final Duration LONG = Duration.ofDays(3);

    @TempDir
    private Path folder;

    private final FakeOperations operations = new FakeOperations();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int looks = 1_000;
    private ControlServer server;

    @BeforeEach
    void serve() {
        operations.cluster = cluster("stable");
        server = ControlServer.open(folder.resolve("control.sock"), operations);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(final String... words) {
        final List<String> line = new ArrayList<>(List.of("cluster", "restart", "--control",
            folder.resolve("control.sock").toString()));
        line.addAll(List.of(words));
        return new CommandTree(new PrintWriter(out, true), new PrintWriter(err, true), false, _ -> 0, () -> false,
            () -> looks-- > 0).execute(line.toArray(String[]::new));
    }

    private static ClusterReport cluster(final String phase) {
        final List<Member> members = List.of("d1", "d2").stream().map(name -> new Member(name, "7", "10.0.9.1:7400",
            Standing.SERVING, 45, Steps.NONE, Optional.empty(), Optional.empty())).toList();
        return new ClusterReport("edge1", "d1/7", Standing.SERVING, Duration.ofSeconds(1), Optional.empty(),
            Optional.empty(), new ClusterReport.Etcd(true, "http://10.0.1.5:2379"),
            Optional.of(new ClusterReport.Tables(45, 45, 12, phase, Optional.empty(), 0, 0, 0, 1)), members, List.of(),
            List.of(), List.of(), new TreeMap<>());
    }

    private void seen(final Duration uptime, final DirectorState state, final DrainReport drain) {
        seen(uptime, state, drain, Reports.STATUS.neighbors());
    }

    private void seen(
        final Duration uptime, final DirectorState state, final DrainReport drain,
        final List<NeighborReport> neighbors) {
        final StatusReport it = Reports.STATUS;
        operations.statuses.add(new StatusReport("d1", it.version(), it.configFile(), state, uptime, it.weight(),
            it.datapath(), it.vips(), it.servers(), neighbors, Optional.of(cluster("stable")),
            List.of(), Optional.empty()));
        operations.drains.add(drain);
    }

    private List<String> stages() {
        return out.toString().lines().map(line -> line.split("  ", -1)[1]).toList();
    }

    @Test
    void shouldRestartOneDirectorAfterTheOtherItsOwnLast() {
        for (int n = 0; n < 2; n++) {
            seen(LONG, DirectorState.RUNNING, NONE);
            seen(LONG, DirectorState.STOPPING, Reports.HALFWAY);
            seen(Duration.ZERO, DirectorState.RUNNING, NONE);
            seen(Duration.ZERO, DirectorState.RUNNING, NONE);
            seen(Duration.ZERO, DirectorState.RUNNING, NONE);
            seen(Duration.ZERO, DirectorState.RUNNING, NONE);
        }
        assertThat(run("--timeout", "9s", "--text", "new release")).as("%s%s", out, err).isZero();
        assertThat(stages()).containsExactly("draining", "restarting", "returning", "measuring", "done",
            "draining", "restarting", "returning", "measuring", "done");
        assertThat(out.toString().lines().filter(line -> line.contains("draining")))
            .extracting(line -> line.substring(0, 2)).containsExactly("d2", "d1");
        assertThat(operations.calls()).containsSubsequence("to d2:", "restart within 9 s: new release", "to d1:",
            "restart within 9 s: new release");
        assertThat(operations.calls()).noneMatch(call -> call.startsWith("undrain"));
    }

    @Test
    void shouldHaveACommandRestartADrainedDirectorAndBringItBack() throws IOException {
        final Path ran = folder.resolve("ran");
        seen(LONG, DirectorState.RUNNING, NONE);
        seen(LONG, DirectorState.DRAINING, Reports.DRAINED);
        for (int n = 0; n < 4; n++) {
            seen(Duration.ZERO, DirectorState.DRAINING, Reports.DRAINED);
        }
        assertThat(run("d2", "--exec", "echo $DIRECTOR > " + ran)).as("%s%s", out, err).isZero();
        assertThat(stages()).containsExactly("draining", "restarting", "returning", "measuring", "done");
        assertThat(Files.readString(ran)).isEqualTo("d2\n");
        assertThat(operations.calls()).containsSubsequence("drain within 30 s", "undrain");
    }

    @Test
    void shouldTakeADirectorThatEndedItsSessionsForDrainedAndNotForLost() {
        seen(LONG, DirectorState.DRAINING, Reports.DRAINED, List.of());
        assertThat(run("d2")).isEqualTo(1);
        assertThat(err.toString()).contains("it is drained, or on its way", "nothing was done to it");
    }

    @Test
    void shouldStopAtTheFirstFailureAndLeaveTheRestAlone() {
        seen(LONG, DirectorState.RUNNING, NONE);
        seen(LONG, DirectorState.DRAINING, Reports.DRAINED);
        assertThat(run("--exec", "exit 3")).isEqualTo(1);
        assertThat(err).hasToString("directrix: director d2: the command of --exec ended with status 3; it stays"
            + " drained: 'directrix undrain --director d2' brings it back; d1 untouched\n");
        assertThat(operations.calls()).doesNotContain("to d1:");
    }

    @Test
    void shouldTakeTheDrainBackWhenTheFlowsDoNotMove() {
        seen(LONG, DirectorState.RUNNING, NONE);
        seen(LONG, DirectorState.STOPPING, Reports.HELD);
        assertThat(run("d1")).isEqualTo(1);
        assertThat(err.toString()).startsWith("directrix: director d1: its flows do not move: packets still come after"
            + " 30s, and no other director is known to take them").endsWith("; none left\n");
        assertThat(operations.calls()).endsWith("undrain");
    }

    @Test
    void shouldDoNothingToADirectorThatIsDrainedOrWhenItIsInterruptedOrNotThere() {
        seen(LONG, DirectorState.DRAINING, Reports.DRAINED);
        assertThat(run("d1")).isEqualTo(1);
        assertThat(err.toString()).contains("it is drained, or on its way", "nothing was done to it");
        assertThat(operations.calls()).noneMatch(call -> call.startsWith("restart"));

        err.getBuffer().setLength(0);
        seen(LONG, DirectorState.RUNNING, NONE);
        looks = 0;
        assertThat(run()).isEqualTo(1);
        assertThat(err).hasToString("directrix: director d2: interrupted while it was draining; it goes on by itself;"
            + " d1 untouched\n");

        err.getBuffer().setLength(0);
        assertThat(run("d9")).isEqualTo(1);
        assertThat(err).hasToString("directrix: there is no member d9; there are d1, d2\n");
    }
}
