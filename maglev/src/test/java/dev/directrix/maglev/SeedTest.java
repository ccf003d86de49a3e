package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeedTest {

    private static final String HEX = "000102030405060708090a0b0c0d0e0f";

    @Test
    void shouldReadHexadecimalTextWithALineEnd() {
        final byte[] raw = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        assertThat(Seed.ofHex(HEX + "\n")).isEqualTo(Seed.of(raw)).hasSameHashCodeAs(Seed.of(raw));
    }

    @Test
    void shouldNeverShowItsSecret() {
        final Seed seed = Seed.ofHex(HEX);
        assertThat(seed).hasToString("Seed[id=" + seed.id() + "]");
        assertThat(seed.id()).hasSize(8).isNotEqualTo(HEX.substring(0, 8));
        assertThat(seed.key("purpose")).hasToString("Key[secret]");
    }

    @Test
    void shouldDeriveADifferentKeyForEachPurpose() {
        final Seed seed = Seed.ofHex(HEX);
        assertThat(seed.key("a")).isEqualTo(seed.key("a")).isNotEqualTo(seed.key("b"));
        assertThat(seed.key("a")).isNotEqualTo(Cases.SEED.key("a"));
    }

    @Test
    void shouldRefuseOtherLengths() {
        assertThatThrownBy(() -> Seed.ofHex(HEX + "00")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 hexadecimal digits").hasMessageContaining("34 characters");
        assertThatThrownBy(() -> Seed.ofHex("x" + HEX.substring(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Seed.of(new byte[15])).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a seed has 16 bytes, this one has 15");
    }
}
