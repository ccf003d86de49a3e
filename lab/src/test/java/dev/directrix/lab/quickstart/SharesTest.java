package dev.directrix.lab.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void shouldShowEachShare() {
        Shares shares = new Shares(10, 0, Map.of("d1", 4L, "d2", 6L), Map.of("s1", 5L, "s2", 3L, "s3", 2L), 0);

        assertThat(shares.director("d2")).isEqualTo(60);
        assertThat(shares.server("s9")).isZero();
        assertThat(shares.table().lines()).containsExactly(
            "  director  requests  share      server  requests  share",
            "  d1               4  40.0 %     s1             5  50.0 %",
            "  d2               6  60.0 %     s2             3  30.0 %",
            "                                 s3             2  20.0 %");
    }
}
