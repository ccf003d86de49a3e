package dev.directrix.bgp.exabgp.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.wire.Addresses;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2A02:B80:0:1::1, 2a02:b80:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "0:0:0:0:0:ffff:c000:201, ::ffff:192.0.2.1",
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "fe80::cafe, fe80::cafe",
    })
    void shouldWriteShortForm(final String text, final String expected) {
        assertThat(AddressText.parse(text).map(AddressText::of)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.", "1.2..4",
        "localhost", ":", ":::",
        "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::", "1.2.3.4::", "::1.2.3",
        "fe80::1%eth0", "::1 ", "1:2:3:4:5:6:7:"})
    void shouldRefuseWhatIsNoAddress(final String text) {
        assertThat(AddressText.parse(text)).isEmpty();
    }

    @Test
    void shouldReadWhatItWrote() {
        final Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            final byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
            for (int j = 0; j < octets.length; j++) {
                octets[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
            }
            final var address = Addresses.of(octets);
            assertThat(AddressText.parse(AddressText.of(address))).contains(address);
        }
    }
}
