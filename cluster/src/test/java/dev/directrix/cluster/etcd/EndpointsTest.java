package dev.directrix.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    private static final URI A = URI.create("http://10.0.0.1:2379");
    private static final URI B = URI.create("http://10.0.0.2:2379");
    private static final URI C = URI.create("http://10.0.0.3:2379");
    private static final long AVOID_NS = 100;

    /** Monotonic time begins anywhere, and overflows. */
    private final long nowNs = Long.parseLong("9223372036854775757");
    private final EtcdException sick = new EtcdException(EtcdException.Kind.UNANSWERED, "sick");
    private final Endpoints endpoints = new Endpoints(List.of(A, B, C), AVOID_NS);

    @Test
    void shouldBeginWithTheOneThatAnsweredLast() {
        assertThat(endpoints.order(nowNs)).containsExactly(A, B, C);
        endpoints.worked(B);
        assertThat(endpoints.order(nowNs)).containsExactly(B, C, A);
    }

    @Test
    void shouldAskThoseThatFailedLastForAWhile() {
        endpoints.failed(A, nowNs, sick);
        endpoints.failed(B, nowNs + 10, sick);
        assertThat(endpoints.order(nowNs + 20)).containsExactly(C, A, B);
        assertThat(endpoints.hasBetterThan(A, nowNs + 20)).isTrue();
        assertThat(endpoints.hasBetterThan(C, nowNs + 20)).isFalse();
        assertThat(endpoints.order(nowNs + 105)).containsExactly(A, C, B);
        endpoints.failed(C, nowNs + 105, sick);
        endpoints.failed(A, nowNs + 105, sick);
        assertThat(endpoints.hasBetterThan(A, nowNs + 106)).as("all failed").isFalse();
        endpoints.worked(C);
        assertThat(endpoints.order(nowNs + 107)).startsWith(C);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:2379", "ftp://10.0.0.1", "http://10.0.0.1:2379/v3", "http://u:p@10.0.0.1:2379",
        "http://10.0.0.1:2379?x", "http:///", "etcd"})
    void shouldRefuseWhatIsNoEndpoint(String text) {
        assertThatThrownBy(() -> EtcdSettings.of(List.of(URI.create(text))))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(text);
    }

    @Test
    void shouldNotShowPasswords() {
        assertThat(EtcdSettings.of(List.of(A)).withUser(new EtcdUser("joe", "secret")).toString()).contains("joe")
            .doesNotContain("secret");
    }
}
