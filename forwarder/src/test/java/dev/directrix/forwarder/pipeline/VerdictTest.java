package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void shouldCarryEachReasonAndPort() {
        for (final DropReason reason : DropReason.values()) {
            final int verdict = Verdict.drop(reason);
            assertThat(Verdict.isDrop(verdict)).isTrue();
            assertThat(Verdict.isTx(verdict)).isFalse();
            assertThat(Verdict.reason(verdict)).isEqualTo(reason);
        }
        assertThat(Verdict.isTx(Verdict.PASS) || Verdict.isDrop(Verdict.PASS)).isFalse();
        assertThat(Verdict.port(Verdict.tx(32_767))).isEqualTo(32_767);
        assertThat(Verdict.isTx(Verdict.tx(0))).isTrue();
        assertThat(Verdict.describe(Verdict.PASS)).isEqualTo("pass");
    }

    @Test
    void shouldNameEachReasonOnce() {
        assertThat(Arrays.stream(DropReason.values()).map(DropReason::label)).doesNotHaveDuplicates()
                .allMatch(label -> label.matches("[a-z0-9-]+"));
        assertThat(Arrays.stream(DropReason.values()).map(DropReason::code))
                .containsExactlyElementsOf(
                        IntStream.range(0, DropReason.values().length).boxed().toList());
    }

    @Test
    void shouldPackHops() {
        final long hop = NextHops.hop(0x02ff_ffff_fffeL, 63);
        assertThat(NextHops.portOf(hop)).isEqualTo(63);
        assertThat(NextHops.macOf(hop)).isEqualTo(0x02ff_ffff_fffeL);
    }
}
