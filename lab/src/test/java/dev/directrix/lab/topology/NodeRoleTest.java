package dev.directrix.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRoleTest {

    @ParameterizedTest
    @CsvSource({"quay.io/frrouting/frr:10.5.1, FRR", "ghcr.io/akafeng/bird:2.17.1, BIRD", "directrix:latest, DIRECTOR",
        "quay.io/coreos/etcd:v3.4.33, ETCD", "nginx:1.29-alpine, NGINX", "wbitt/network-multitool:3.22.2, HOST",
        "registry.example:5000/routers/BIRD2@sha256:00, BIRD"})
    void shouldTellByTheNameOfTheImageWhatANodeRuns(String image, NodeRole role) {
        assertThat(NodeRole.of("linux", image)).isEqualTo(role);
    }
}
