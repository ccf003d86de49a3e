package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SipHashTest {

    private static final long KEY_0 = 0x0706050403020100L;
    private static final long KEY_1 = 0x0f0e0d0c0b0a0908L;

    @Test
    void shouldMatchThePublishedVectorsOfTwoFour() throws IOException {
        assertMatches("siphash-2-4.txt", 2, 4);
    }

    @Test
    void shouldMatchOpenSslWithOneThree() throws IOException {
        assertMatches("siphash-1-3.txt", 1, 3);
    }

    private static void assertMatches(final String resource, final int compressions, final int finalizations)
            throws IOException {
        final List<String> expected = lines(resource);
        assertThat(expected).hasSize(64);
        for (int length = 0; length < expected.size(); length++) {
            final byte[] message = new byte[length];
            for (int i = 0; i < length; i++) {
                message[i] = (byte) i;
            }
            final long digest = SipHash.hash(compressions, finalizations, KEY_0, KEY_1, message);
            assertThat(HexFormat.of().toHexDigits(Long.reverseBytes(digest))).as("%d bytes", length)
                    .isEqualTo(expected.get(length));
        }
    }

    private static List<String> lines(final String resource) throws IOException {
        try (InputStream in = SipHashTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines()
                    .filter(line -> !line.startsWith("#")).toList();
        }
    }
}
