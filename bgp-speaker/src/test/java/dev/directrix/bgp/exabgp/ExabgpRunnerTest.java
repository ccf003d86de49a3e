package dev.directrix.bgp.exabgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.NotificationReport;
import dev.directrix.bgp.exabgp.event.FormatVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole configurations with real programs, beside a router on loopback. */
class ExabgpRunnerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Thread> running = new ArrayList<>();
    private final List<ExabgpRunner> runners = new ArrayList<>();

    @TempDir
    private Path folder;

    private Router router;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        router = new Router();
        file = folder.resolve("test.conf");
    }

    @AfterEach
    void stop() throws InterruptedException {
        runners.forEach(runner -> runner.signal(RunSignal.TERMINATE));
        for (final Thread thread : running) {
            thread.join();
        }
        router.close();
    }

    @Test
    void shouldTellConfiguredRoutesBeforeEndOfRib() throws IOException {
        run(router.configuration("", "static { route 192.0.2.1/32 next-hop self; route 192.0.2.2/32 next-hop self; }"));
        await().atMost(PATIENCE).until(() -> router.history().contains("eor"));
        assertThat(router.history()).startsWith("+192.0.2.1/32", "+192.0.2.2/32", "eor");
    }

    @Test
    void shouldDoWhatItsProgramSaysAndAnswer() throws IOException {
        final Path answers = folder.resolve("answers");
        program("announce",
            "printf 'announce route 192.0.2.1/32 next-hop self\\nannounce nonsense\\n'; cat > " + answers);
        run(router.configuration(process("announce"), "api { processes [ announce ]; neighbor-changes; }"));
        await().atMost(PATIENCE).until(() -> router.routes().contains("192.0.2.1/32"));
        await().atMost(PATIENCE).until(() -> Files.exists(answers));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(answers)).contains("done\n", "error\n",
            "neighbor 127.0.0.31 connected\n", "neighbor 127.0.0.31 up\n"));
    }

    @Test
    void shouldTellProgramsOfTheEndAndTheRouterOfTheShutdown() throws Exception {
        final Path said = folder.resolve("said");
        program("listen", "cat > " + said);
        final ExabgpRunner runner =
            run(router.configuration(process("listen"), "api { processes [ listen ]; signal; }"));
        await().atMost(PATIENCE).until(() -> router.neighbor().isEstablished());
        await().atMost(PATIENCE).until(() -> Files.exists(said));
        runner.signal(RunSignal.TERMINATE);
        running.getFirst().join();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(said))
            .contains("shutdown " + ProcessHandle.current().pid()));
        await().atMost(PATIENCE).until(() -> router.neighbor().notificationReceived().isPresent());
        final NotificationReport received = router.neighbor().notificationReceived().orElseThrow();
        assertThat(received.toString()).contains("Administrative Shutdown");
    }

    @Test
    void shouldFollowAChangedFileWithoutAFlap() throws IOException {
        program("announce", "echo 'announce route 192.0.2.9/32 next-hop self'; cat > /dev/null");
        final String api = "api { processes [ announce ]; } ";
        final ExabgpRunner runner = run(router.configuration(process("announce"),
            api + "static { route 192.0.2.1/32 next-hop self; route 192.0.2.2/32 next-hop self; }"));
        await().atMost(PATIENCE).until(() -> router.routes().size() == 3
            && Collections.frequency(router.history(), "eor") == 2);
        write(router.configuration(process("announce"),
            api + "static { route 192.0.2.2/32 next-hop self; route 192.0.2.3/32 next-hop self; }"));
        router.history().clear();
        runner.signal(RunSignal.RELOAD);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(router.routes())
            .containsExactly("192.0.2.2/32", "192.0.2.3/32", "192.0.2.9/32"));
        assertThat(router.history()).containsExactlyInAnyOrder("-192.0.2.1/32", "+192.0.2.3/32");
        assertThat(router.neighbor().established()).isEqualTo(1);
    }

    @Test
    void shouldStartAChangedNeighborAnewWithAllItsRoutes() throws IOException {
        program("announce", "echo 'announce route 192.0.2.9/32 next-hop self'; cat > /dev/null");
        final String api = "api { processes [ announce ]; } static { route 192.0.2.1/32 next-hop self; }";
        final ExabgpRunner runner = run(router.configuration(process("announce"), api));
        await().atMost(PATIENCE).until(() -> router.routes().size() == 2);
        write(router.configuration(process("announce"), "hold-time 30; " + api));
        runner.signal(RunSignal.RELOAD);
        await().atMost(PATIENCE).until(() -> router.neighbor().established() == 2 && router.routes().size() == 2);
        assertThat(router.routes()).containsExactly("192.0.2.1/32", "192.0.2.9/32");
    }

    @Test
    void shouldKeepWhatRunsWhenTheNewFileIsWrong() throws IOException {
        final Path go = folder.resolve("go");
        program("later", "until [ -e " + go + " ]; do sleep 0.1; done; echo 'announce route 192.0.2.9/32 next-hop self'"
            + "; cat > /dev/null");
        final String api = "api { processes [ later ]; } ";
        final ExabgpRunner runner = run(router.configuration(process("later"),
            api + "static { route 192.0.2.1/32 next-hop self; }"));
        await().atMost(PATIENCE).until(() -> router.routes().size() == 1);
        write("neighbor nonsense {");
        runner.signal(RunSignal.RELOAD);
        Files.createFile(go); // What the program says from now on is done after the reload.
        await().atMost(PATIENCE).until(() -> router.routes().size() == 2);
        write(router.configuration(process("later"),
            api + "static { route 192.0.2.1/32 next-hop self; route 192.0.2.2/32 next-hop self; }"));
        runner.signal(RunSignal.RELOAD);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(router.routes())
            .containsExactly("192.0.2.1/32", "192.0.2.2/32", "192.0.2.9/32"));
        assertThat(router.neighbor().established()).isEqualTo(1);
    }

    @Test
    void shouldComeBackSoonAfterATeardown() throws IOException {
        program("announce", "sleep 1; echo 'neighbor 127.0.0.31 teardown 4'; cat > /dev/null");
        run(router.configuration(process("announce"),
            "api { processes [ announce ]; } static { route 192.0.2.1/32 next-hop self; }"));
        await().atMost(PATIENCE).until(() -> router.neighbor().established() == 2);
        assertThat(router.neighbor().notificationReceived().orElseThrow().toString())
            .contains("Administrative Reset");
    }

    @Test
    void shouldKeepAWatchdogsChoiceOverAReload() throws IOException {
        program("dog", "sleep 0.5; echo 'withdraw watchdog dog'; cat > /dev/null");
        final String inside = "api { processes [ dog ]; } static {"
            + " route 192.0.2.1/32 next-hop self watchdog dog; route 192.0.2.2/32 next-hop self; }";
        final ExabgpRunner runner = run(router.configuration(process("dog"), inside));
        await().atMost(PATIENCE).until(() -> router.history().contains("-192.0.2.1/32"));
        write(router.configuration(process("dog"), inside.replace("2.2/32", "2.3/32")));
        runner.signal(RunSignal.RELOAD);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(router.routes()).containsExactly("192.0.2.3/32"));
    }

    @Test
    void shouldAddANeighborThatAProgramCreates() throws IOException {
        final String create = router.configuration("", "").replaceAll("(?s).*connect (\\d+);.*", "$1");
        program("create", "echo 'create neighbor 127.0.0.31 local-address 127.0.0.32 local-as 65002 peer-as 65001"
            + " router-id 10.0.0.32 connect " + create + "'; sleep 0.2;"
            + " echo 'announce route 192.0.2.1/32 next-hop self'; cat > /dev/null");
        run(process("create"));
        await().atMost(PATIENCE).until(() -> router.routes().contains("192.0.2.1/32"));
    }

    @Test
    void shouldEndWhenEveryConnectionIsUsedUp() throws Exception {
        router.close();
        write(router.configuration("", ""));
        final ExabgpRunner runner = ExabgpRunner.of(file, settings(Map.of("exabgp_tcp_attempts", "2")));
        final Thread thread = Thread.ofPlatform().start(runner::run);
        assertThat(thread.join(PATIENCE)).isTrue();
    }

    private ExabgpRunner run(final String configuration) throws IOException {
        write(configuration);
        final ExabgpRunner runner = ExabgpRunner.of(file, settings(Map.of()));
        runners.add(runner);
        running.add(Thread.ofPlatform().start(runner::run));
        return runner;
    }

    private static RunSettings settings(final Map<String, String> variables) {
        return new RunSettings(RunEnvironment.of(variables), FormatVersion.V5_0_0, "1.2.3", "test");
    }

    private void write(final String configuration) throws IOException {
        Files.writeString(file, configuration);
    }

    private static String process(final String name) {
        return "process " + name + " { run ./" + name + ".sh; encoder text; }";
    }

    private void program(final String name, final String script) throws IOException {
        final Path program = folder.resolve(name + ".sh");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
