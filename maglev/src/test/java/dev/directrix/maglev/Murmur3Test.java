package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Murmur3Test {

    /** SMHasher's verification value of MurmurHash3_x64_128. */
    private static final int VERIFICATION = 0x6384BA69;

    @Test
    void shouldHaveTheVerificationValueOfItsAuthor() {
        final byte[] key = new byte[256];
        final ByteBuffer digests = ByteBuffer.allocate(256 * 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int length = 0; length < 256; length++) {
            key[length] = (byte) length;
            final Murmur3.Digest digest = Murmur3.hash(Arrays.copyOf(key, length), 256 - length);
            digests.putLong(digest.low()).putLong(digest.high());
        }
        assertThat((int) Murmur3.hash(digests.array(), 0).low()).isEqualTo(VERIFICATION);
    }

    @Test
    void shouldHashAKnownText() {
        final byte[] text = "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.US_ASCII);
        assertThat(Murmur3.hash(text, 0)).isEqualTo(
                new Murmur3.Digest(0xe34bbc7bbc071b6cL, 0x7a433ca9c49a9347L));
    }
}
