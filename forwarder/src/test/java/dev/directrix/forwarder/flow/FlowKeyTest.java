package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.service.Protocol;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowKeyTest {
    private static final InetAddress V4 = InetAddress.ofLiteral("192.0.2.10");
    private static final InetAddress V6 = InetAddress.ofLiteral("2001:db8::1");

    @Test
    void shouldReadAsOnTheCommandLine() {
        assertThat(new FlowKey(Protocol.TCP, InetAddress.ofLiteral("198.51.100.7"), 40_000, V4, 80))
                .hasToString("tcp 198.51.100.7:40000 192.0.2.10:80");
        assertThat(new FlowKey(Protocol.UDP, V6, 1, V6, 2)).asString().startsWith("udp [2001:db8:").contains("]:1 [");
    }

    @Test
    void shouldRefuseMixedFamiliesAndPortsThatCannotBe() {
        assertThatThrownBy(() -> new FlowKey(Protocol.TCP, V6, 1, V4, 1)).hasMessageContaining("one family");
        assertThatThrownBy(() -> new FlowKey(Protocol.TCP, V4, 65_536, V4, 1)).hasMessageContaining("65536");
        assertThatThrownBy(() -> new FlowKey(Protocol.TCP, V4, 1, V4, -1)).hasMessageContaining("-1");
    }

    @Test
    void shouldRefuseIdleTimesThatCannotBe() {
        assertThatThrownBy(() -> FlowTimeouts.ofIdle(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("tcp idle time");
        assertThatThrownBy(() -> FlowTimeouts.ofIdle(Duration.ofSeconds(1), Duration.ofDays(11)))
                .hasMessageContaining("udp idle time");
    }
}
