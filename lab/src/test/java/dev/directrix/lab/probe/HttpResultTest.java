package dev.directrix.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpResultTest {

    @Test
    void shouldReadWhatCurlWrites() {
        var results = HttpResult.parseAll("22000 200 0 3 0.000825 s1\n22001 000 28 0 15.001 \nnoise\n");

        assertThat(results).containsExactly(
            new HttpResult(22000, 200, 0, 3, Duration.ofMillis(1), "s1"),
            new HttpResult(22001, 0, 28, 0, Duration.ofMillis(15001), ""));
        assertThat(results.get(0).succeeded()).isTrue();
        assertThat(results.get(1).succeeded()).isFalse();
    }
}
