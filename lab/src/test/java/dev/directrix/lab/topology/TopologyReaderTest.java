package dev.directrix.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TopologyReaderTest {
    private static final Path FILE = Path.of("/labs/t/t.clab.yml");

    @Test
    void shouldLetTheNearestOfNodeGroupKindAndDefaultsWin() {
        Topology topology = read("""
            name: t
            topology:
              defaults: {kind: linux, image: alpine, env: {A: default, D: default}, exec: [one]}
              kinds:
                linux: {image: frrouting/frr:v8.4.1, env: {A: kind, K: kind}, exec: [two], binds: ["k.conf:/etc/x"]}
              groups:
                web: {image: "nginx:1.29", env: {A: group}, exec: [three], startup-delay: 2}
              nodes:
                plain:
                own: {group: web, image: directrix, env: {A: node}, exec: [four], binds: ["n.conf:/etc/x:ro"]}
                web1: {group: web}
            """);

        assertThat(topology.nodes()).extracting(NodeSpec::role)
            .containsExactly(NodeRole.FRR, NodeRole.DIRECTOR, NodeRole.NGINX);
        NodeSpec own = topology.node("own").orElseThrow();
        assertThat(own.exec()).containsExactly("one", "two", "three", "four");
        assertThat(own.env()).isEqualTo(Map.of("A", "node", "K", "kind", "D", "default"));
        assertThat(own.startupDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(own.binds()).singleElement().satisfies(bind -> {
            assertThat(bind.source()).isEqualTo(Path.of("/labs/t/n.conf"));
            assertThat(bind.readOnly()).isTrue();
        });
        assertThat(topology.longName(own)).isEqualTo("clab-t-own");
    }

    @Test
    void shouldReadBothFormsOfLinks() {
        Topology topology = read("""
            name: t
            prefix: __lab-name
            topology:
              nodes: {a: {kind: linux}, b: {kind: linux}, br: {kind: bridge}}
              links:
                - endpoints: ["a:eth1", "b:eth1"]
                  mtu: 9000
                  ipv4: ["10.0.0.1/24", "10.0.0.2/24"]
                - type: veth
                  endpoints:
                    - {node: a, interface: eth2, mac: "02:00:00:00:00:01", ipv4: 10.0.1.1/24}
                    - {node: br, interface: p1}
                - endpoints: ["b:eth2", "host:veth9"]
            """);

        assertThat(topology.links()).hasSize(2);
        assertThat(topology.links().get(0).mtu()).isEqualTo(OptionalInt.of(9000));
        assertThat(topology.links().get(0).b().addresses()).containsExactly("10.0.0.2/24");
        assertThat(topology.links().get(1).a().mac()).contains("02:00:00:00:00:01");
        assertThat(topology.notices()).singleElement().asString()
            .isEqualTo(FILE + ":13:29: the link to host:veth9 leaves the lab and is not made");
        assertThat(topology.longName(topology.nodes().getFirst())).isEqualTo("t-a");
    }

    @Test
    void shouldExpandVariables() {
        Topology topology = new TopologyReader(Map.of("IMAGE", "nginx")).parse(FILE, """
            name: ${NAME:=fallback}
            topology: {nodes: {a: {kind: linux, image: "${IMAGE}", binds: ["__clabNodeName__.conf:/c"]}}}
            """);

        assertThat(topology.name()).isEqualTo("fallback");
        assertThat(topology.nodes().getFirst().role()).isEqualTo(NodeRole.NGINX);
        assertThat(topology.nodes().getFirst().binds().getFirst().source()).isEqualTo(Path.of("/labs/t/a.conf"));
    }

    @Test
    void shouldSayWhereAMistakeStands() {
        refuses("name: t\ntopology:\n  nodes:\n    a: {kind: linux\n", ":5:1: malformed YAML: ");
        refuses("name: t\n", ":1:1: a topology file needs 'topology'");
        refuses("topology: {nodes: {a: {kind: linux}}}", ":1:1: a topology file needs 'name'");
        refuses("name: t\ntopolgy: {}\n", ":2:10: a topology file has no key 'topolgy'");
        refuses("name: t\ntopology:\n  nodes:\n    a: {image: x}\n", ":4:8: node a has no kind");
        refuses("name: ${NOPE}\ntopology: {}\n", ":1:7: the environment has no variable NOPE");
        refuses(links("- endpoints: ['a:eth1', 'c:eth1']"), ":5:27: there is no node 'c'");
        refuses(links("- endpoints: ['a:eth1']"), ":5:16: a link has two endpoints, not 1");
        refuses(links("- endpoints: ['a:eth1', 'b']"), ":5:27: an endpoint is 'node:interface', not 'b'");
        refuses(links("- endpoints: ['a:eth1', 'b:a-name-that-is-long']"), ":5:27: 'a-name-that-is-long' cannot be");
        refuses(links("- {endpoints: ['a:eth1', 'b:eth1'], mtu: 9}"), ":5:44: 'mtu' must be 68 or more, not 9");
        refuses(links("- endpoints: ['a:eth1', 'b:eth1']\n  - endpoints: ['a:eth1', 'b:eth2']"),
            ":6:17: interface a:eth1 is used by two links");
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        assertThatThrownBy(() -> new TopologyReader(Map.of()).read(FILE)).isInstanceOf(TopologyException.class)
            .hasMessage(FILE + ":1:1: there is no such file");
    }

    private static String links(String links) {
        return "name: t\ntopology:\n  nodes: {a: {kind: linux}, b: {kind: linux}}\n  links:\n  " + links + "\n";
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(TopologyException.class)
            .hasMessageStartingWith(FILE + message);
    }

    private static Topology read(String text) {
        return new TopologyReader(Map.of()).parse(FILE, text);
    }
}
