package dev.directrix.director.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.cluster.link.ClusterKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSectionTest {

    private static final String CLUSTER_KEY = "5f0c1d2e3a4b59687786a5b4c3d2e1f000112233445566778899aabbccddeeff";
    private static final String FOUR_KEYS = ExampleConfigs.SMALLEST + """
        maglev: {seed-file: seed}
        cluster: {name: edge1, etcd: ["http://10.0.1.5:2379"], listen: "10.0.1.11:7400", key-file: cluster.key}
        """;

    @TempDir
    private Path folder;

    private void secret(final String name, final String content) throws IOException {
        Files.setPosixFilePermissions(Files.writeString(folder.resolve(name), content),
            PosixFilePermissions.fromString("rw-------"));
    }

    private ClusterConfig clustered(final String more) throws IOException {
        return parsed(FOUR_KEYS.replace("cluster.key}", "cluster.key" + more + "}")).cluster().orElseThrow();
    }

    private DirectorConfig parsed(final String text) throws IOException {
        secret("seed", "00112233445566778899aabbccddeeff");
        if (!Files.exists(folder.resolve("cluster.key"))) {
            secret("cluster.key", CLUSTER_KEY);
        }
        return new ConfigLoader().parse(folder.resolve("d1.yaml"), text).config();
    }

    @Test
    void shouldMakeAClusterOfFourKeys() throws IOException {
        final ClusterConfig cluster = clustered("");

        assertThat(cluster).isEqualTo(new ClusterConfig("edge1", new EtcdConfig(
            List.of(URI.create("http://10.0.1.5:2379")), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty()), AddressText.parseEndpoint("10.0.1.11:7400"),
            Optional.of(ClusterKey.parse(CLUSTER_KEY.getBytes(StandardCharsets.UTF_8))),
            new ClusterConfig.Times(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(63),
                Duration.ofMillis(50)), 1_048_576, Optional.empty(),
            new ClusterConfig.PartlyDead(Duration.ofSeconds(5), ClusterConfig.Minority.REPORT)));
        assertThat(cluster.toString()).doesNotContain(CLUSTER_KEY);
    }

    @Test
    void shouldMakeTheLeaseAsLongAsTheValidityAsksFor() throws IOException {
        assertThat(clustered(", validity: 500ms").times().lease()).hasSeconds(3);
        assertThat(clustered(", validity: 3s").times().lease()).hasSeconds(4);
        assertThat(clustered(", validity: 10s").times().lease()).hasSeconds(11);
        assertThat(clustered(", validity: 30s").times().lease()).hasSeconds(33);
    }

    @Test
    void shouldTakeAClusterKeyOfAnyOctets() throws IOException {
        final byte[] octets = HexFormat.of().parseHex("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0");
        Files.write(folder.resolve("cluster.key"), octets);

        assertThat(clustered("").key()).contains(ClusterKey.parse(octets));
    }

    @Test
    void shouldRefuseAClusterKeyThatCanBeGuessed() throws IOException {
        final Path key = folder.resolve("cluster.key");
        final String prefix = folder.resolve("d1.yaml") + ":6:92: cluster.key-file: " + key;

        secret("cluster.key", "secret");
        assertThatThrownBy(() -> parsed(FOUR_KEYS)).hasMessageStartingWith(
            prefix + ": the cluster's key has 6 octets, fewer than 16; make one with");
        secret("cluster.key", "00".repeat(32));
        assertThatThrownBy(() -> parsed(FOUR_KEYS)).hasMessageStartingWith(
            prefix + ": the cluster's key can be guessed: it has only 1 different octets; make one with");
        secret("cluster.key", "\n");
        assertThatThrownBy(() -> parsed(FOUR_KEYS)).hasMessage(prefix + " is empty; make one with 'openssl rand"
            + " -hex 32' and give every director of the cluster the same");
    }

    @Test
    void shouldTrackOnChangeInAClusterOnly() throws IOException {
        assertThat(parsed(FOUR_KEYS).flows().track()).isEqualTo(FlowTracking.ALWAYS);
        assertThat(parsed(FOUR_KEYS + "flows: {track: on-change}\n").flows().track()).isEqualTo(FlowTracking.ON_CHANGE);
    }

    @Test
    void shouldNotShowThePasswordOfEtcd() throws IOException {
        secret("etcd.pass", "s3cret");

        final ClusterConfig cluster = clustered(", etcd-user: directrix, etcd-password-file: etcd.pass");

        assertThat(cluster.etcd().login()).contains(new EtcdConfig.Login("directrix", "s3cret"));
        assertThat(cluster.toString()).contains("directrix").doesNotContain("s3cret");
    }

    @Test
    void shouldReportThatTheInterfaceOfTheGroupIsMissing() throws IOException {
        final String text = FOUR_KEYS.replace("cluster.key}",
            "cluster.key, multicast: {group: \"239.1.1.1:7401\", interface: eth7}}");
        parsed(text);

        assertThat(new EnvironmentCheck("eth0"::equals, _ -> true).check(
            new ConfigLoader().parse(folder.resolve("d1.yaml"), text))).singleElement().asString().endsWith(
                "d1.yaml:6:153: cluster.multicast.interface: there is no interface 'eth7' on this machine;"
                    + " see 'ip -br link' for the names there are");
    }

    @Test
    void shouldLoadAFileWithACluster() throws IOException {
        parsed(FOUR_KEYS);
        final Path file = Files.writeString(folder.resolve("d1.yaml"), FOUR_KEYS);

        assertThat(new ConfigLoader().load(file).config().cluster()).isPresent();
    }

    @Test
    void shouldOnlyWarnAboutFilesOfAClusterThatAreOnAnotherMachine() {
        final LoadedConfig loaded = ConfigLoader.offline().parse(folder.resolve("d1.yaml"), ExampleConfigs.EVERY_KEY);

        assertThat(loaded.warnings()).extracting(ConfigError::message).contains(
            "cluster.etcd-ca: " + folder.resolve("ca.pem") + " does not exist; check the path",
            "cluster.key-file: " + folder.resolve("cluster.key") + " does not exist; make one with"
                + " 'openssl rand -hex 32' and give every director of the cluster the same");
        assertThat(loaded.config().cluster().orElseThrow().key()).isEmpty();
    }
}
