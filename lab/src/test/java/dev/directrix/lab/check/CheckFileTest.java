package dev.directrix.lab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.topology.TopologyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckFileTest {
    private static final Path FILE = Path.of("/labs/t.test.yml");

    @Test
    void shouldReadChecks() {
        List<Check> checks = CheckFile.parse(FILE, """
            checks:
              - {name: up, node: r1, run: show, expect: [one, '^two$'], reject: bad, within: 30s, exit: 4}
              - run: "true"
            """);

        assertThat(checks).hasSize(2);
        assertThat(checks.get(0).within()).isEqualTo(Duration.ofSeconds(30));
        assertThat(checks.get(0).node()).contains("r1");
        assertThat(checks.get(1).name()).isEqualTo("true");
        assertThat(checks.get(1).within()).isZero();
    }

    @Test
    void shouldJudgeExitCodeAndOutput() {
        Check check = CheckFile.parse(FILE, "checks: [{run: x, expect: '^two$', reject: bad, exit: 4}]").getFirst();

        assertThat(judge(check, 4, "one\ntwo\n")).isEmpty();
        assertThat(judge(check, 0, "two")).contains("ended with 0, not 4");
        assertThat(judge(check, 4, "one")).contains("'^two$' is not found");
        assertThat(judge(check, 4, "two\nbad")).contains("'bad' is found");
    }

    @Test
    void shouldSayWhereAMistakeStands() {
        refuses("checks: []", ":1:1: a checks file needs 'checks'");
        refuses("checks: [{node: a}]", ":1:10: a check needs 'run'");
        refuses("checks: [{run: a, expct: b}]", ":1:26: a check has no key 'expct'");
        refuses("checks: [{run: a, expect: '('}]", ":1:27: '(' is no regular expression");
        refuses("checks: [{run: a, within: 3}]", ":1:27: 'within' is a duration");
    }

    @Test
    void shouldFindTheFileBesideItsTopology() {
        assertThat(CheckFile.beside(Path.of("/labs/t.clab.yml"))).isEqualTo(FILE);
        assertThat(CheckFile.beside(Path.of("/labs/t.yaml"))).isEqualTo(FILE);
    }

    private static Optional<String> judge(Check check, int exitCode, String output) {
        return CheckRunner.problem(check, new CommandResult(List.of("x"), exitCode, output));
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> CheckFile.parse(FILE, text)).isInstanceOf(TopologyException.class)
            .hasMessageStartingWith(FILE + message);
    }
}
