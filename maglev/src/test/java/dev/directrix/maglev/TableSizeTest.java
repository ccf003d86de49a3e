package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class TableSizeTest {

    @Test
    void shouldAllowPrimesOnly() {
        for (int size = -3; size < 5_000; size++) {
            assertThat(TableSize.isValid(size)).as("%d", size)
                    .isEqualTo(size > 1 && BigInteger.valueOf(size).isProbablePrime(40));
        }
        assertThat(TableSize.isValid(TableSize.DEFAULT)).isTrue();
        assertThat(TableSize.isValid(655_373)).isTrue();
        assertThat(TableSize.isValid(TableSize.MAX)).isTrue();
        assertThat(TableSize.isValid(Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldNameTheNearestSizeAbove() {
        assertThat(TableSize.atLeast(100)).isEqualTo(101);
        assertThat(TableSize.atLeast(Integer.MIN_VALUE)).isEqualTo(2);
        assertThat(TableSize.atLeast(Integer.MAX_VALUE)).isEqualTo(TableSize.MAX);
        assertThat(TableSize.require(7)).isEqualTo(7);
        assertThatThrownBy(() -> TableSize.require(20_000_000)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not within 2..16777213").hasMessageContaining("use 16777213");
    }
}
