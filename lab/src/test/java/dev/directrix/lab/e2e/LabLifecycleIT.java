package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.HostShell;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.run.ProcessId;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab comes up whole or not at all, and goes without a trace. */
@RequiresRoot
class LabLifecycleIT {
    private final String name = "life" + ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    @AfterEach
    void takeDown() {
        Lab.down(name);
    }

    @Test
    void shouldKeepWhatANodeWritesToItself() throws IOException {
        Files.writeString(folder.resolve("conf"), "bound\n");
        Lab lab = up("""
            a:
              binds: ["conf:/etc/directrix-lab-test/conf:ro"]
              env: {GREETING: hello}
              exec: ["sh -c 'echo own > /etc/directrix-lab-test/own'", "ip address add 10.9.9.1/24 dev eth1"]
            b: {exec: ["ip address add 10.9.9.2/24 dev eth1"], sysctls: {net.ipv4.ip_forward: 1}}
            """);

        LabNode a = lab.node("a");
        assertThat(a.exec("cat", "/etc/directrix-lab-test/conf", "/etc/directrix-lab-test/own").orFail().lines())
            .containsExactly("bound", "own");
        assertThat(a.exec("sh", "-c", "echo x > /etc/directrix-lab-test/conf").succeeded()).isFalse();
        assertThat(a.exec("sh", "-c", "hostname; echo $GREETING").orFail().lines()).containsExactly("a", "hello");
        assertThat(a.exec("ping", "-c", "1", "-W", "5", "10.9.9.2").succeeded()).isTrue();
        assertThat(a.exec("ethtool", "-k", "eth1").output()).contains("tx-checksumming: off");
        assertThat(lab.node("b").exec("sysctl", "-n", "net.ipv4.ip_forward").output()).isEqualTo("1\n");
        assertThat(Path.of("/etc/directrix-lab-test")).doesNotExist();
        assertThat(HostShell.run("ip", "netns", "exec", a.namespace(), "ip", "-br", "link").output()).contains("eth1");
    }

    @Test
    void shouldLeaveNothingBehind() {
        Lab lab = up("a: {}\nb: {}");
        LabNode a = lab.node("a");
        LabNode.Service sleeper = a.start("sleeper", List.of("sleep", "600"));
        assertThat(sleeper.isAlive()).isTrue();
        assertThat(Lab.names()).contains(name);
        assertThat(Lab.open(name).node("a").service("sleeper").isAlive()).isTrue();

        assertThat(Lab.down(name)).isTrue();

        assertThat(a.isAlive()).isFalse();
        assertNothingLeft();
        assertThat(Lab.down(name)).isFalse();
        assertThatThrownBy(() -> Lab.open(name)).isInstanceOf(LabException.class)
            .hasMessageStartingWith("no lab " + name + " is up");
    }

    @Test
    void shouldUndoEverythingWhenAStepFails() {
        assertThatThrownBy(() -> up("a: {}\nb: {exec: ['ip link set eth7 up']}"))
            .isInstanceOf(LabException.class)
            .hasMessageContaining(":5:8: node b: exec 'ip link set eth7 up' ended with 1: Cannot find device");

        assertNothingLeft();
    }

    @Test
    void shouldRefuseWhatItCannotRunBeforeItStartsAnything() {
        assertThatThrownBy(() -> up("a: {}\nb: {binds: ['nowhere:/x']}")).isInstanceOf(LabException.class)
            .hasMessageEndingWith("t.clab.yml:5:17: node b: there is no " + folder.resolve("nowhere"));
        assertThatThrownBy(() -> up("a: {}\nb: {kind: nokia_srlinux}")).isInstanceOf(LabException.class)
            .hasMessageContaining("node b: kind nokia_srlinux cannot run in a namespace");
        assertThatThrownBy(() -> up("a: {}\nb: {image: directrix}")).isInstanceOf(LabException.class)
            .hasMessageEndingWith("node b is a director: bind its file to /etc/directrix/director.yaml");

        assertNothingLeft();
    }

    @Test
    void shouldRefuseASecondLabOfTheSameName() {
        up("a: {}\nb: {}");

        assertThatThrownBy(() -> up("a: {}\nb: {}")).isInstanceOf(LabException.class)
            .hasMessage("lab " + name + " is up already; 'directrix lab down " + name + "' removes it");
        assertThat(Lab.open(name).nodes()).hasSize(2);
    }

    @Test
    void shouldTakeDownALabWhoseStartWasCutOff() throws IOException {
        Lab lab = up("a: {}\nb: {}");
        long init = Long.parseLong(HostShell.run("ip", "netns", "pids", lab.node("b").namespace()).lines().getFirst());
        assertThat(Files.deleteIfExists(Path.of("/run/directrix-lab", name, "nodes", "b", "init"))).isTrue();

        assertThat(Lab.down(name)).isTrue();

        assertThat(ProcessId.of(init)).isEmpty();
        assertNothingLeft();
    }

    @Test
    void shouldShowTheLogWhenADirectorDoesNotStart() throws IOException {
        Files.writeString(folder.resolve("director.yaml"), "node: [\n");

        assertThatThrownBy(() -> up("a: {}\nb: {image: directrix, binds: "
            + "['director.yaml:/etc/directrix/director.yaml']}")).isInstanceOf(LabException.class)
            .hasMessageContaining("node b: the director has ended")
            .hasMessageContaining("director.log: ");
        assertNothingLeft();
    }

    private Lab up(String nodes) {
        Topology topology = new TopologyReader(Map.of()).parse(folder.resolve("t.clab.yml"),
            "name: " + name + "\ntopology:\n  nodes:\n" + nodes.stripTrailing().indent(4)
                + "  defaults: {kind: linux}\n  links: [{endpoints: ['a:eth1', 'b:eth1']}]\n");
        return Lab.up(topology, DirectrixProgram.here(), line -> assertThat(line).isNotBlank());
    }

    private void assertNothingLeft() {
        CommandResult namespaces = HostShell.run(Duration.ofSeconds(20), List.of("ip", "netns", "list"));
        assertThat(namespaces.output()).doesNotContain(name);
        assertThat(Path.of("/run/directrix-lab", name)).doesNotExist();
        assertThat(HostShell.run("cat", "/proc/self/mountinfo").output()).doesNotContain(name);
    }
}
