package dev.directrix.ecmp.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.ecmp.hash.ResilientGroup.Busy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bucket lists are what {@code ip nexthop bucket list} of Linux 6.18 shows after the same commands. */
class ResilientGroupTest {

    @Test
    void shouldFillANewTableFromTheLastNextHop() {
        assertThat(group("1", 1, "2", 1, "3", 1).buckets())
            .containsExactlyElementsOf(buckets("3 3 3 3 3 2 2 2 2 2 2 1 1 1 1 1"));
    }

    @Test
    void shouldGiveOnlyTheBucketsOfOneThatLeavesToTheOthers() {
        assertThat(group("1", 1, "2", 1, "3", 1).changedTo(Entries.of("2", 1, "3", 1), Busy.ALL).buckets())
            .containsExactlyElementsOf(buckets("3 3 3 3 3 2 2 2 2 2 2 3 3 3 2 2"));
    }

    @Test
    void shouldGiveIdleBucketsInTheirOrderToThoseThatHaveTooFew() {
        final ResilientGroup three = group("1", 1, "2", 1, "3", 1).changedTo(Entries.of("2", 1, "3", 1), Busy.NONE)
            .changedTo(Entries.of("2", 1, "3", 1, "4", 1), Busy.NONE);
        assertThat(three.buckets()).containsExactlyElementsOf(buckets("4 4 3 3 3 4 4 4 2 2 2 3 3 3 2 2"));
        final ResilientGroup weighted = three.changedTo(Entries.of("2", 1, "3", 2, "4", 4), Busy.NONE);
        assertThat(weighted.buckets().stream().filter("4"::equals)).hasSize(9);
        assertThat(weighted.entries()).hasSize(3);
    }

    @Test
    void shouldMoveNothingToANewNextHopWhileEveryBucketIsBusy() {
        final ResilientGroup two = group("1", 1, "2", 1);
        final ResilientGroup three = two.changedTo(Entries.of("1", 1, "2", 1, "3", 1), Busy.ALL);
        assertThat(three.buckets()).isEqualTo(two.buckets());
        assertThat(three.changedTo(Entries.of("1", 1, "2", 1, "3", 1), Busy.NONE).buckets()).contains("3");
    }

    @Test
    void shouldKeepItsNumberOfBuckets() {
        final ResilientGroup other = ResilientGroup.of(Entries.of("1", 1), 8);
        assertThatThrownBy(() -> group("1", 1).movesTo(other)).hasMessageContaining("16 cannot become 8");
        assertThatThrownBy(() -> ResilientGroup.of(Entries.of("1", 1), 0)).hasMessageContaining("1..65535");
    }

    private static ResilientGroup group(final Object... namesAndWeights) {
        return ResilientGroup.of(Entries.of(namesAndWeights), 16);
    }

    private static List<String> buckets(final String text) {
        return List.of(text.split(" "));
    }
}
