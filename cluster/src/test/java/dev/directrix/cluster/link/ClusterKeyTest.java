package dev.directrix.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeyTest {

    private static final byte[] SECRET = HexFormat.of().parseHex("00112233445566778899aabbccddeeff01234567");

    @TempDir
    private Path directory;

    @Test
    void shouldHaveAFingerprintThatTellsNothingButWhetherKeysAreTheSame() {
        final String fingerprint = ClusterKey.parse(SECRET).fingerprint("edge1");
        assertThat(fingerprint).matches("[0-9a-f]{16}").isEqualTo(ClusterKey.parse(SECRET).fingerprint("edge1"))
                .isNotEqualTo(ClusterKey.parse(SECRET).fingerprint("edge2"));
        final byte[] other = SECRET.clone();
        other[0] ^= 1;
        assertThat(ClusterKey.parse(other).fingerprint("edge1")).isNotEqualTo(fingerprint);
    }

    @Test
    void shouldReadHexAndBase64AndOctetsAlike() throws IOException {
        final ClusterKey key = ClusterKey.parse(SECRET);
        assertThat(ClusterKey.read(file(" " + HexFormat.of().formatHex(SECRET) + "\n", "rw-------"))).isEqualTo(key);
        assertThat(ClusterKey.read(file(HexFormat.of().withUpperCase().formatHex(SECRET), "rw-r-----")))
                .isEqualTo(key);
        assertThat(ClusterKey.read(file(Base64.getEncoder().encodeToString(SECRET) + "\n", "rw-------")))
                .isEqualTo(key);
        assertThat(ClusterKey.read(file("correct horse battery staple\n", "r--------")))
                .isEqualTo(ClusterKey.parse("correct horse battery staple".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldRefuseASecretThatIsShortOrPlainWithoutShowingIt() throws IOException {
        final Path brief = file("swordfish", "rw-------");
        assertThatThrownBy(() -> ClusterKey.read(brief)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(brief.toString()).hasMessageContaining("9 octets")
                .hasMessageContaining("/dev/urandom").hasMessageNotContaining("swordfish");
        final Path plain = file("ababababababababababab", "rw-------");
        assertThatThrownBy(() -> ClusterKey.read(plain)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can be guessed").hasMessageNotContaining("abab");
        final Path empty = file("", "rw-------");
        assertThatThrownBy(() -> ClusterKey.read(empty)).hasMessageContaining("0 octets");
    }

    @Test
    void shouldRefuseAFileThatAnybodyMayRead() throws IOException {
        final Path file = file(HexFormat.of().formatHex(SECRET), "rw-r--r--");
        assertThatThrownBy(() -> ClusterKey.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chmod o= " + file);
    }

    @Test
    void shouldRefuseAFileThatIsMissingOrLong() throws IOException {
        assertThatThrownBy(() -> ClusterKey.read(directory.resolve("none"))).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none");
        final Path large = file("0123456789abcdef".repeat(257), "rw-------");
        assertThatThrownBy(() -> ClusterKey.read(large)).hasMessageContaining("longer than 4096");
    }

    @Test
    void shouldDeriveOtherKeysForOtherNamesAndSecrets() {
        final LinkKey key = ClusterKey.parse(SECRET).forCluster("edge1");
        final byte[] octets = new byte[100 + FrameMac.LENGTH];
        key.newMac().append(octets, 0, 100);
        assertThat(ClusterKey.parse(SECRET).forCluster("edge1").newMac().isBehind(octets, 0, 100)).isTrue();
        assertThat(ClusterKey.parse(SECRET).forCluster("edge2").newMac().isBehind(octets, 0, 100)).isFalse();
        final byte[] other = SECRET.clone();
        other[0] ^= 1;
        assertThat(ClusterKey.parse(other).forCluster("edge1").newMac().isBehind(octets, 0, 100)).isFalse();
        assertThat(key.clusterId()).isEqualTo(ClusterKey.parse(other).forCluster("edge1").clusterId())
                .isNotEqualTo(ClusterKey.parse(SECRET).forCluster("edge2").clusterId());
    }

    @Test
    void shouldNotShowTheSecret() {
        final ClusterKey key = ClusterKey.parse(SECRET);
        assertThat(key).hasToString("a cluster's key of 20 octets");
        assertThat(key.forCluster("edge1")).hasToString("the key of cluster edge1");
    }

    private Path file(final String contents, final String permissions) throws IOException {
        final Path file = Files.createTempFile(directory, "key", "");
        Files.writeString(file, contents);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
