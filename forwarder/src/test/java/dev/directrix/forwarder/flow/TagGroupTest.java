package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TagGroupTest {
    @Test
    void shouldMatchEachPlaceExactlyAndNoOther() {
        final Random random = new Random(3);
        for (int round = 0; round < 100_000; round++) {
            long tags = random.nextLong();
            for (int place = 0; place < TagGroup.PLACES; place++) {
                if (random.nextInt(3) == 0) {
                    tags = TagGroup.with(tags, place, random.nextBoolean() ? 0 : 1);
                }
            }
            final int tag = random.nextBoolean() ? 1 : 1 + random.nextInt(255);
            for (int place = 0; place < TagGroup.PLACES; place++) {
                final long bit = 0x80L << (place * 8);
                final int actual = TagGroup.tagAt(tags, place);
                assertThat((TagGroup.matches(tags, tag) & bit) != 0).isEqualTo(actual == tag);
                assertThat((TagGroup.empties(tags) & bit) != 0).isEqualTo(actual == 0);
                assertThat((TagGroup.used(tags) & bit) != 0).isEqualTo(actual != 0);
            }
        }
    }

    @Test
    void shouldNeverGiveTheTagOfAnEmptyPlace() {
        for (int low = 0; low < 256; low++) {
            assertThat(TagGroup.tagOf(0xabcd_ef00L | low)).isBetween(1, 255);
        }
    }
}
