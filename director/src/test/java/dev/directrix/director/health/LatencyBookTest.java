package dev.directrix.director.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatencyBookTest {

    private static final ServerKey SERVER = new ServerKey("web", InetAddress.ofLiteral("10.0.1.21"));

    private final LatencyBook book = new LatencyBook();

    private long on(final long tookNs) {
        return book.on(SERVER, CheckResult.passed("HTTP 200", tookNs));
    }

    @Test
    void shouldBeginWithTheFirstAnswerAndFollowSlowly() {
        assertThat(on(1_000)).isEqualTo(1_000);
        assertThat(on(2_000)).isEqualTo(1_250);
        assertThat(on(250)).isEqualTo(1_000);
    }

    @Test
    void shouldForgetAServerThatFailsOrGoes() {
        on(1_000);
        assertThat(book.on(SERVER, CheckResult.failed("timeout", 500_000_000))).isZero();
        assertThat(on(3_000)).isEqualTo(3_000);
        book.retain(Set.of());
        assertThat(on(5_000)).isEqualTo(5_000);
    }
}
