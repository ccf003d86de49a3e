package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {

    private static final long PRIME_32 = 2654435761L;
    private static final long PRIME_64 = 0x9E3779B185EBCA8DL;

    /** The sanity checks of the xxHash project, over its generated buffer. */
    @ParameterizedTest
    @CsvSource({
        "0, EF46DB3751D8E999, AC75FDA2929B17EF",
        "1, E934A84ADB052768, 5014607643A9B4C3",
        "4, 9136A0DCA57457EE, CAAB286BD8E9FDB5",
        "14, 8282DCC4994E35C8, C3BD6BF63DEB6DF0",
        "222, B641AE8CB691C174, 20CB8AB7AE10C14A",
    })
    void shouldMatchThePublishedSanityChecks(final int length, final String unseeded, final String seeded) {
        final byte[] buffer = new byte[length];
        long generator = PRIME_32;
        for (int i = 0; i < length; i++) {
            buffer[i] = (byte) (generator >>> 56);
            generator *= PRIME_64;
        }
        assertThat(XxHash64.hash(buffer, 0)).isEqualTo(Long.parseUnsignedLong(unseeded, 16));
        assertThat(XxHash64.hash(buffer, PRIME_32)).isEqualTo(Long.parseUnsignedLong(seeded, 16));
    }

    @Test
    void shouldHashTextLongerThanAStripe() {
        final byte[] text = "Nobody inspects the spammish repetition".getBytes(StandardCharsets.US_ASCII);
        assertThat(XxHash64.hash(text, 0)).isEqualTo(0xfbcea83c8a378bf1L);
    }
}
