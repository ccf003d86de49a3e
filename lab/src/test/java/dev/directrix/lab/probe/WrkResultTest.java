package dev.directrix.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.lab.run.LabException;
import org.junit.jupiter.api.Test;

class WrkResultTest {

    @Test
    void shouldReadWhatWrkPrints() {
        WrkResult result = WrkResult.parse("""
            Running 3s test @ http://192.0.2.10/
              1 threads and 32 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.05ms  512.21us  12.03ms   81.02%
              91234 requests in 3.01s, 20.51MB read
            Requests/sec:  30311.00
            Transfer/sec:      6.81MB
            """);

        assertThat(result).isEqualTo(new WrkResult(91_234, 30_311, 0));
    }

    @Test
    void shouldAddUpAllKindsOfErrors() {
        WrkResult result = WrkResult.parse("""
              10 requests in 3.00s, 2.51KB read
              Socket errors: connect 1, read 2, write 3, timeout 4
              Non-2xx or 3xx responses: 5
            Requests/sec:      3.33
            """);

        assertThat(result.errors()).isEqualTo(15);
    }

    @Test
    void shouldRefuseAnythingElse() {
        assertThatThrownBy(() -> WrkResult.parse("unable to connect")).isInstanceOf(LabException.class);
    }
}
