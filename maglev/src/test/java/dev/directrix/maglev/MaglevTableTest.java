package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaglevTableTest {

    @Test
    void shouldScaleTheUpperHalfOfAHashToTheSize() {
        final MaglevTable table = MaglevBuilder.build(Cases.equal(2), TableSize.DEFAULT, Cases.SEED);
        assertThat(table.slotOf(0L)).isZero();
        assertThat(table.slotOf(0xffff_ffffL)).isZero();
        assertThat(table.slotOf(-1L)).isEqualTo(TableSize.DEFAULT - 1);
        assertThat(table.slotOf(0x8000_0000_0000_0000L)).isEqualTo(TableSize.DEFAULT / 2);
        Cases.forAll(1_000, random -> {
            final long hash = random.nextLong();
            assertThat(table.slotOf(hash)).isEqualTo((int) Math.floor((hash >>> 32) * 0x1p-32 * TableSize.DEFAULT));
        });
    }

    @Test
    void shouldKeepTheBackendsInTheirGivenOrder() {
        final List<Backend> backends = List.of(new Backend("z", 1), new Backend("a", 3));
        final MaglevTable table = MaglevBuilder.build(backends, 1_021, Cases.SEED);
        assertThat(table.backends()).isEqualTo(backends);
        assertThat(table.slotCounts()).containsExactly(255, 766);
        assertThat(Arrays.stream(table.slotCounts()).sum()).isEqualTo(table.size());
    }

    @Test
    void shouldRefuseBackendsThatMakeNoSense() {
        assertThatThrownBy(() -> new Backend("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backend("s1", -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backend s1: weight -1 is not within 0..1000000");
    }
}
