package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

    @Test
    void shouldSortAnyKeysByTheirUnsignedBytes() {
        Cases.forAll(300, random -> {
            final int alphabet = random.nextBoolean() ? 2 : 256;
            final byte[][] keys = new byte[random.nextInt(60)][];
            Arrays.setAll(keys, i -> key(random, alphabet));
            assertSorted(keys);
        });
    }

    @Test
    void shouldSortMoreKeysThanTwoBytesCount() {
        final SplittableRandom random = new SplittableRandom(3);
        final byte[][] keys = new byte[70_000][];
        Arrays.setAll(keys, i -> key(random, 256));
        assertSorted(keys);
    }

    private static byte[] key(final SplittableRandom random, final int alphabet) {
        final byte[] key = new byte[random.nextInt(20)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) random.nextInt(alphabet);
        }
        return key;
    }

    private static void assertSorted(final byte[][] keys) {
        final byte[][] expected = keys.clone();
        Arrays.sort(expected, Arrays::compareUnsigned);
        final int[] order = KeyOrder.of(keys);
        assertThat(Arrays.stream(order).sorted().distinct().count()).isEqualTo(keys.length);
        assertThat(Arrays.deepEquals(Arrays.stream(order).mapToObj(i -> keys[i]).toArray(byte[][]::new), expected))
                .isTrue();
    }
}
