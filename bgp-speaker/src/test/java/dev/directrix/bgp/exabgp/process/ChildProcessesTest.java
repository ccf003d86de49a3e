package dev.directrix.bgp.exabgp.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real children: small shell programs. */
class ChildProcessesTest {

    private final Heard heard = new Heard();
    private final ChildProcesses children = new ChildProcesses(heard);

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        children.close();
    }

    @Test
    void shouldHandOverTheLinesOfAChild() {
        run("a", true, "printf 'one\\ntwo\\r\\n\\nlast'; sleep 60");
        await().untilAsserted(() -> assertThat(heard.lines).containsExactly("a one", "a two", "a "));
    }

    @Test
    void shouldWriteLinesToTheRightChild() {
        children.configure(List.of(
            shell("a", true, "while read -r line; do echo \"got $line\"; done"),
            shell("b", true, "while read -r line; do echo \"had $line\"; done")), false);
        await().until(() -> heard.started.size() == 2);
        children.write("a", "x");
        children.write("b", "y");
        children.write("nobody", "z");
        await().untilAsserted(() -> assertThat(heard.lines).containsExactlyInAnyOrder("a got x", "b had y"));
    }

    @Test
    void shouldLetAChildHearWhatCameBeforeItRan() {
        children.prepare(List.of(shell("a", true, "while read -r line; do echo \"got $line\"; done")));
        children.write("a", "early");
        children.start();
        children.write("a", "late");
        await().untilAsserted(() -> assertThat(heard.lines).containsExactly("a got early", "a got late"));
    }

    @Test
    void shouldStartAChildAgainUntilItEndedFiveTimes() {
        run("a", true, "echo hello");
        await().until(() -> !heard.gone.isEmpty());
        assertThat(heard.started).hasSize(5);
        assertThat(heard.gone).containsExactly("a it ended 5 times within 64 s");
        await().untilAsserted(() -> assertThat(heard.lines).hasSize(5));
    }

    @Test
    void shouldNotStartAgainWhatIsToRunOnce() {
        run("a", false, "exit 3");
        await().until(() -> !heard.gone.isEmpty());
        assertThat(heard.started).hasSize(1);
        assertThat(heard.gone).containsExactly("a ended with code 3");
    }

    @Test
    void shouldSayWhyAProgramCannotBeStarted() {
        children.configure(List.of(new ChildSettings("a", List.of("/no/such/program"), Map.of(), true)), false);
        await().until(() -> !heard.gone.isEmpty());
        assertThat(heard.gone.getFirst()).startsWith("a ").contains("/no/such/program");
        assertThat(heard.started).isEmpty();
    }

    @Test
    void shouldEndAChildThatNeverEndsItsLine() {
        run("a", false, "exec head -c 3000000 /dev/zero");
        await().until(() -> !heard.gone.isEmpty());
        assertThat(heard.lines).isEmpty();
    }

    @Test
    void shouldNotWaitForAChildThatDoesNotRead() {
        run("a", true, "exec sleep 60");
        await().until(() -> heard.started.size() == 1);
        final String line = "x".repeat(1_000);
        for (int i = 0; i < 40_000; i++) {
            children.write("a", line);
        }
        assertThat(children.backlogs().get("a").characters()).isBetween(10_000_000L, 16L << 20);
    }

    @Test
    void shouldEndAChildBySigterm() throws Exception {
        final Path mark = folder.resolve("mark");
        run("a", true, "trap 'echo term > " + mark + "; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        await().until(() -> heard.lines.contains("a ready"));
        children.close();
        assertThat(Files.readString(mark)).isEqualTo("term\n");
        assertThat(heard.gone).hasSize(1);
    }

    @Test
    void shouldKillAChildThatIgnoresSigterm() {
        run("a", true, "trap '' TERM; echo $$; while :; do sleep 0.05; done");
        await().until(() -> !heard.lines.isEmpty());
        final long pid = Long.parseLong(heard.lines.getFirst().substring(2));
        children.close();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void shouldSeeTheEndOfAChildWhoseGrandchildHoldsThePipe() {
        run("a", false, "sleep 60 & echo $!");
        await().atMost(Duration.ofSeconds(5)).until(() -> !heard.gone.isEmpty());
        final long grandchild = Long.parseLong(heard.lines.getFirst().substring(2));
        assertThat(ProcessHandle.of(grandchild).map(ProcessHandle::destroyForcibly)).contains(true);
    }

    @Test
    void shouldGiveAChildItsEnvironment() {
        children.configure(List.of(new ChildSettings("a", List.of("/bin/sh", "-c", "echo $COLOUR $TERM; sleep 60"),
            Map.of("COLOUR", "red"), true)), false);
        await().untilAsserted(() -> assertThat(heard.lines).containsExactly("a red dumb"));
    }

    @Test
    void shouldKeepRunningChildrenOnReload() {
        children.configure(List.of(
            shell("a", true, "echo 1; exec sleep 60"), shell("b", true, "exec sleep 60")), false);
        await().until(() -> heard.started.size() == 2 && heard.lines.size() == 1);
        children.configure(List.of(
            shell("a", true, "echo 2; exec sleep 60"), shell("c", true, "exec sleep 60")), false);
        await().until(() -> heard.started.size() == 3);
        assertThat(children.names()).containsExactly("a", "c");
        assertThat(heard.gone).hasSize(1);
        assertThat(heard.lines).containsExactly("a 1");
    }

    @Test
    void shouldRestartChangedChildrenOnFullReload() {
        children.configure(List.of(
            shell("a", true, "echo 1; exec sleep 60"), shell("b", true, "exec sleep 60")), false);
        await().until(() -> heard.started.size() == 2 && heard.lines.size() == 1);
        children.configure(List.of(
            shell("a", true, "echo 2; exec sleep 60"), shell("b", true, "exec sleep 60")), true);
        await().untilAsserted(() -> assertThat(heard.lines).containsExactly("a 1", "a 2"));
        assertThat(heard.started).containsOnlyOnce("b");
    }

    @Test
    void shouldNotRepeatOnReloadWhatIsToRunOnce() {
        run("a", false, "echo once");
        await().until(() -> !heard.gone.isEmpty());
        run("a", false, "echo once");
        assertThat(heard.started).hasSize(1);
    }

    private void run(final String name, final boolean respawn, final String script) {
        children.configure(List.of(shell(name, respawn, script)), false);
    }

    private static ChildSettings shell(final String name, final boolean respawn, final String script) {
        return new ChildSettings(name, List.of("/bin/sh", "-c", script), Map.of(), respawn);
    }

    private static final class Heard implements ChildListener {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<String> started = new CopyOnWriteArrayList<>();
        private final List<String> gone = new CopyOnWriteArrayList<>();

        @Override
        public void lines(final String name, final List<String> read) {
            final List<String> named = new ArrayList<>();
            read.forEach(line -> named.add(name + " " + line));
            lines.addAll(named);
        }

        @Override
        public void started(final String name) {
            started.add(name);
        }

        @Override
        public void gone(final String name, final String cause) {
            gone.add(name + " " + cause);
        }
    }
}
