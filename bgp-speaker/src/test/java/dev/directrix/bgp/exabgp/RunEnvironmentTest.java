package dev.directrix.bgp.exabgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunEnvironmentTest {

    @Test
    void shouldKnowBothSpellings() {
        assertThat(RunEnvironment.of(Map.of("exabgp_tcp_port", "1790")).port()).isEqualTo(1790);
        assertThat(RunEnvironment.of(Map.of("exabgp.tcp.port", "1790", "exabgp_tcp_port", "1")).port())
            .isEqualTo(1790);
        assertThat(RunEnvironment.of(Map.of("exabgp_tcp_bind", "127.0.0.1 ::1")).bind())
            .containsExactly(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
        assertThat(RunEnvironment.of(Map.of("exabgp.api.ack", "false")).api().acknowledge()).isFalse();
        assertThat(RunEnvironment.of(Map.of("exabgp_api_version", "6")).api().version()).isEqualTo(6);
        assertThat(RunEnvironment.of(Map.of("PATH", "/bin"))).isEqualTo(RunEnvironment.DEFAULT);
    }

    @Test
    void shouldKnowTheOlderNamesOfConnectionLimits() {
        assertThat(RunEnvironment.of(Map.of("exabgp_tcp_once", "true")).attempts()).isEqualTo(1);
        assertThat(RunEnvironment.of(Map.of("exabgp_tcp_connections", "3")).attempts()).isEqualTo(3);
        assertThat(RunEnvironment.of(Map.of("exabgp_tcp_attempts", "2", "exabgp_tcp_once", "true")).attempts())
            .isEqualTo(2);
    }

    @Test
    void shouldReadAFileOfThem() {
        final Map<String, String> variables = RunEnvironment.parse("""
            [exabgp.api]
            ack = false
            # comment

            [exabgp.tcp]
            bind = '127.0.0.1'
            port = 1790
            """);
        final RunEnvironment environment = RunEnvironment.of(variables);
        assertThat(environment.port()).isEqualTo(1790);
        assertThat(environment.bind()).hasSize(1);
        assertThat(environment.api().acknowledge()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"log.enable,false,ERROR", "log.level,DEBUG,DEBUG", "log.level,warning,WARN", "log.all,true,DEBUG"})
    void shouldLogAsMuchAsAskedFor(final String name, final String value, final RunEnvironment.LogLevel level) {
        assertThat(RunEnvironment.of(Map.of("exabgp." + name, value)).logLevel()).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"tcp.port,many", "tcp.port,70000", "tcp.bind,here", "api.ack,perhaps", "api.version,3",
        "log.level,loud"})
    void shouldNameTheVariableThatIsWrong(final String name, final String value) {
        assertThatThrownBy(() -> RunEnvironment.of(Map.of("exabgp." + name, value)))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("exabgp." + name);
    }
}
