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
        final EnvironmentCheck check = new EnvironmentCheck("eth1"::equals);

        assertThat(check.check(withInterfaces("[eth0, eth1, eth2]"))).extracting(ConfigError::toString).containsExactly(
            "d1.yaml:1:31: node.interfaces[0]: there is no interface 'eth0' on this machine;"
                + " see 'ip -br link' for the names there are",
            "d1.yaml:1:43: node.interfaces[2]: there is no interface 'eth2' on this machine;"
                + " see 'ip -br link' for the names there are");
    }

    @Test
    void shouldAskTheKernelOfThisMachine() {
        assertThat(new EnvironmentCheck().check(withInterfaces("[lo]"))).isEmpty();
        assertThat(new EnvironmentCheck().check(withInterfaces("[lo, dx-none-here]")))
            .singleElement().extracting(ConfigError::position).isEqualTo(new Position(1, 35));
    }
}
