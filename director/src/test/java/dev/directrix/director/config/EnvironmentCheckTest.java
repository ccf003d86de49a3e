package dev.directrix.director.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EnvironmentCheckTest {

    private static LoadedConfig withInterfaces(final String list) {
        return new ConfigLoader().parse(Path.of("d1.yaml"), ExampleConfigs.SMALLEST.replace("[eth0]", list));
    }

    @Test
    void shouldReportEachMissingInterfaceAtItsPlace() {
        final EnvironmentCheck check = new EnvironmentCheck("eth1"::equals, _ -> true);

        assertThat(check.check(withInterfaces("[eth0, eth1, eth2]"))).extracting(ConfigError::toString).containsExactly(
            "d1.yaml:1:31: node.interfaces[0]: there is no interface 'eth0' on this machine;"
                + " see 'ip -br link' for the names there are",
            "d1.yaml:1:43: node.interfaces[2]: there is no interface 'eth2' on this machine;"
                + " see 'ip -br link' for the names there are");
    }

    @Test
    void shouldReportNextHopsThatNobodyAnswersFor() {
        final LoadedConfig loaded = new ConfigLoader().parse(Path.of("d1.yaml"), ExampleConfigs.SMALLEST
            .replace("[eth0]", "[lo]").replace("asn: 65000}", "asn: 65000, next-hops: [127.0.0.1, 192.0.2.77]}"));

        assertThat(new EnvironmentCheck().check(loaded)).singleElement().asString().endsWith(
            "next-hops[1]: this machine does not have 192.0.2.77, so nobody would answer the router for it; add it to"
                + " the interface on the router's link: 'ip address add 192.0.2.77/32 dev NAME'");
    }

    @Test
    void shouldReportSourcesThatThisMachineDoesNotHaveAtTheirPlace() {
        final LoadedConfig loaded = new ConfigLoader().parse(Path.of("d1.yaml"), ExampleConfigs.SMALLEST
            .replace("[eth0]", "[lo]").replace("asn: 65000}", "asn: 65000, source-addresses: [127.0.0.1, 192.0.2.77]},"
                + " {address: 10.0.1.2, asn: 65000, next-hops: [192.0.2.78]}"));

        assertThat(new EnvironmentCheck().check(loaded)).extracting(ConfigError::toString).satisfiesExactly(
            first -> assertThat(first).contains(
                "bgp.neighbors[0].source-addresses[1]: this machine does not have 192.0.2.77"),
            second -> assertThat(second).contains(
                "bgp.neighbors[1].next-hops[0]: this machine does not have 192.0.2.78"));
    }

    @Test
    void shouldAskTheKernelOfThisMachine() {
        assertThat(new EnvironmentCheck().check(withInterfaces("[lo]"))).isEmpty();
        assertThat(new EnvironmentCheck().check(withInterfaces("[lo, dx-none-here]")))
            .singleElement().extracting(ConfigError::position).isEqualTo(new Position(1, 35));
    }
}
