package dev.directrix.ecmp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouterPlatformTest {

    /** External, internal, both; IPv4, IPv6, both; names that not every router takes; small and large weights. */
    static Stream<WeightedEcmp> cases() {
        final DirectorNeighbor d1 = director("d1", "10.0.1.11", 65_101, 100);
        final DirectorNeighbor d2 = director("edge-2.fra", "10.0.1.12", 4_200_000_002L, 1);
        final DirectorNeighbor d3 = director("3rd_one", "2001:db8::13", 65_103, 50);
        final DirectorNeighbor inside = director("d4", "10.0.1.14", 65_000, 3000);
        return Stream.of(
            WeightedEcmp.of(65_000, List.of(d1, d2, d3), FlowHash.PORTS),
            WeightedEcmp.of(65_000, List.of(inside), FlowHash.ADDRESSES),
            new WeightedEcmp(65_000, List.of(d1, d3, inside), 64, FlowHash.INNER));
    }

    @Test
    void shouldWriteFrrAsEngineersDo() {
        assertThat(RouterPlatform.FRR.snippet(cases().findFirst().orElseThrow())).isEqualTo("""
            ! On the router's shell, and in /etc/sysctl.d:
            !   sysctl -w net.ipv4.fib_multipath_hash_policy=1
            !   sysctl -w net.ipv6.fib_multipath_hash_policy=1
            !   sysctl -w net.ipv4.conf.all.rp_filter=0
            router bgp 65000
             no bgp ebgp-requires-policy
             bgp bestpath as-path multipath-relax
             neighbor 10.0.1.11 remote-as 65101
             neighbor 10.0.1.11 description d1
             neighbor 10.0.1.12 remote-as 4200000002
             neighbor 10.0.1.12 description edge-2.fra
             neighbor 2001:db8:0:0:0:0:0:13 remote-as 65103
             neighbor 2001:db8:0:0:0:0:0:13 description 3rd_one
             address-family ipv4 unicast
              neighbor 10.0.1.11 activate
              neighbor 10.0.1.12 activate
              neighbor 2001:db8:0:0:0:0:0:13 activate
              maximum-paths 8
             exit-address-family
             address-family ipv6 unicast
              neighbor 10.0.1.11 activate
              neighbor 10.0.1.12 activate
              neighbor 2001:db8:0:0:0:0:0:13 activate
              maximum-paths 8
             exit-address-family
            exit
            """);
    }

    @Test
    void shouldScaleBirdsWeightsOnlyWhereTheyAreBeyond256() {
        final List<WeightedEcmp> cases = cases().toList();
        assertThat(RouterPlatform.BIRD.snippet(cases.get(0)))
            .contains("[(65101, 1, *), (4200000002, 1, *), (65103, 1, *)]", "int scaled = 1;", "scaled = w.data2;",
                "merge paths on limit 8", "protocol bgp directrix_edge_2_fra", "bgp_local_pref = 0");
        assertThat(RouterPlatform.BIRD.snippet(cases.get(1))).contains("scaled = w.data2 * 256 / 3000;");
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameEveryDirectorAndTheNumberOfPaths(final RouterPlatform platform) {
        assertThat(platform.title()).isNotBlank();
        assertThat(RouterPlatform.named(platform.key())).contains(platform);
        cases().forEach(ecmp -> {
            final String snippet = platform.snippet(ecmp);
            assertThat(snippet).endsWith("\n").contains(Integer.toString(ecmp.maximumPaths() == 8
                && platform == RouterPlatform.JUNOS ? 16 : ecmp.maximumPaths()));
            ecmp.directors().forEach(director -> assertThat(snippet).contains(director.host()));
            assertThat(snippet.lines()).allMatch(line -> line.equals(line.stripTrailing()));
        });
    }

    @Test
    void shouldKnowTheWaysOfEachVendor() {
        final WeightedEcmp ecmp = cases().findFirst().orElseThrow();
        assertThat(RouterPlatform.EOS.snippet(ecmp)).contains("   ucmp mode 1\n", "   maximum-paths 8 ecmp 8\n");
        assertThat(RouterPlatform.JUNOS.snippet(ecmp)).contains("multipath multiple-as", "load-balance per-packet",
            "set chassis maximum-ecmp 16");
        assertThat(RouterPlatform.IOS_XR.snippet(ecmp)).contains("  ebgp-recv-extcommunity-dmz\n",
            "  maximum-paths ebgp 8\n", "set local-preference 0");
        assertThat(RouterPlatform.NX_OS.snippet(ecmp)).contains("additional-paths receive",
            "port source-destination", "of 8 paths", "!   d1 5\n!   edge-2.fra 1\n!   3rd_one 2\n");
        assertThat(RouterPlatform.SONIC.snippet(ecmp)).contains("ecmp-hash 'SRC_IP'", "router bgp 65000");
        assertThat(RouterPlatform.named("ios")).isEmpty();
    }

    @Test
    void shouldRefuseWhatWouldBreakAConfiguration() {
        assertThatThrownBy(() -> director("d1\n!", "10.0.1.11", 65_101, 1)).hasMessageContaining("no name");
        assertThatThrownBy(() -> new WeightedEcmp(65_000, List.of(), 8, FlowHash.PORTS))
            .isInstanceOf(IllegalArgumentException.class);
        final List<DirectorNeighbor> two = List.of(
            director("d1", "10.0.1.11", 65_101, 1), director("d2", "10.0.1.12", 65_102, 1));
        assertThatThrownBy(() -> new WeightedEcmp(65_000, two, 1, FlowHash.PORTS)).hasMessageContaining("1 paths");
    }

    /** Where BIRD is installed. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldLoadInBird(final WeightedEcmp ecmp, @TempDir final Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/bird")), "no BIRD here");
        final Path file = directory.resolve("bird.conf");
        Files.writeString(file, "router id 10.0.0.1;\nprotocol device {}\n" + RouterPlatform.BIRD.snippet(ecmp));
        assertThat(run("/usr/sbin/bird", "-p", "-c", file.toString())).isEmpty();
    }

    /** Where FRR is installed: vtysh knows every daemon's commands. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldLoadInFrr(final WeightedEcmp ecmp, @TempDir final Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/vtysh")), "no FRR here");
        for (final RouterPlatform platform : List.of(RouterPlatform.FRR, RouterPlatform.SONIC)) {
            final Path file = directory.resolve("frr.conf");
            Files.writeString(file, platform.snippet(ecmp));
            assertThat(run("/usr/bin/vtysh", "-C", "-f", file.toString())).isEmpty();
        }
    }

    /** What it prints, with its exit code in front if that is not 0. */
    private static String run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final int code = process.waitFor();
        return code == 0 ? output : code + ": " + output;
    }

    private static DirectorNeighbor director(
        final String name, final String address, final long asn, final int weight) {
        try {
            return new DirectorNeighbor(name, InetAddress.getByName(address), asn, weight);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
