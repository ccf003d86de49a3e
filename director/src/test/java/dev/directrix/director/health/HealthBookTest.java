package dev.directrix.director.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthBookTest {

    private static final HealthPolicy ONCE = new HealthPolicy(1, 1);
    private static final CheckResult PASS = CheckResult.passed("HTTP 200", 1);
    private static final CheckResult FAIL = CheckResult.failed("HTTP 503", 1);
    private final HealthBook book = new HealthBook();

    @Test
    void shouldTellWhetherAServerChanged() {
        configure(target("10.0.1.21", 80));
        assertThat(book.on(target("10.0.1.21", 80), PASS, 5)).isTrue();
        assertThat(book.on(target("10.0.1.21", 80), PASS, 6)).isFalse();
        assertThat(book.on(target("10.0.1.21", 80), FAIL, 7)).isTrue();
        assertThat(book.of(server("10.0.1.21")).reason()).isEqualTo("HTTP 503");
        assertThat(book.on(target("10.0.1.99", 80), FAIL, 9)).as("not checked").isFalse();
    }

    @Test
    void shouldCallAServerUpThatNothingChecks() {
        assertThat(book.of(server("10.0.1.21")).up()).isTrue();
        assertThat(book.of(server("10.0.1.21")).reason()).isEqualTo("no check configured");
    }

    @Test
    void shouldKeepStateByAddressOverAReload() {
        configure(target("10.0.1.21", 80), target("10.0.1.22", 80));
        book.on(target("10.0.1.21", 80), PASS, 1);
        configure(target("10.0.1.21", 80), target("10.0.1.23", 80));
        assertThat(book.of(server("10.0.1.21")).up()).isTrue();
        assertThat(book.of(server("10.0.1.23")).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(book.on(target("10.0.1.22", 80), PASS, 3)).as("no longer there").isFalse();
    }

    @Test
    void shouldStartANewPortOfAKnownServerFromWhatIsKnownOfIt() {
        configure(target("10.0.1.21", 80));
        book.on(target("10.0.1.21", 80), PASS, 1);
        configure(target("10.0.1.21", 8080));
        assertThat(book.of(server("10.0.1.21")).up()).isTrue();
        assertThat(book.on(target("10.0.1.21", 8080), FAIL, 3)).isTrue();
    }

    private void configure(final CheckTarget... targets) {
        final Map<CheckTarget, HealthPolicy> map = new LinkedHashMap<>();
        for (final CheckTarget target : targets) {
            map.put(target, ONCE);
        }
        book.configure(map, 0);
    }

    private static CheckTarget target(final String address, final int port) {
        return new CheckTarget("web", InetAddress.ofLiteral(address), port);
    }

    private static ServerKey server(final String address) {
        return new ServerKey("web", InetAddress.ofLiteral(address));
    }
}
