package dev.directrix.forwarder.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
    private static final int SLOTS = 65_537;
    private static final int POOLS = 5;

    private static int serverOf(final long hash, final int pool) {
        return (int) ((hash >>> 7) + pool) & 0xffff;
    }

    @Test
    void shouldFindWhatWasEnteredAndNothingElse() {
        final Exceptions exceptions = new Exceptions(SLOTS, 10_000);
        final Random random = new Random(1);
        final Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            final long hash = random.nextLong();
            expected.put(hash, i % POOLS);
            assertThat(exceptions.put(hash, i % POOLS, serverOf(hash, i), i)).isTrue();
        }
        expected.forEach((hash, pool) -> {
            assertThat(exceptions.mayHave(SlotTable.slotOf(hash, SLOTS))).isTrue();
            assertThat(exceptions.serverOf(hash, pool)).isNotEqualTo(Exceptions.ABSENT);
            assertThat(exceptions.serverOf(hash, pool + 1)).isEqualTo(Exceptions.ABSENT);
            assertThat(exceptions.serverOf(hash + 1, pool)).isEqualTo(Exceptions.ABSENT);
        });
        assertThat(exceptions.size()).isEqualTo(10_000);
    }

    @Test
    void shouldKeepTheGreatestNumbersAndAHashOfZero() {
        final Exceptions exceptions = new Exceptions(SLOTS, 4);
        exceptions.put(0, Exceptions.MAX_POOL, Exceptions.MAX_SERVER, Exceptions.MAX_MARK);
        exceptions.put(-1, 0, 0, 0);
        assertThat(exceptions.serverOf(0, Exceptions.MAX_POOL)).isEqualTo(Exceptions.MAX_SERVER);
        assertThat(exceptions.markOf(0, Exceptions.MAX_POOL)).isEqualTo(Exceptions.MAX_MARK);
        assertThat(exceptions.serverOf(-1, 0)).isZero();
        assertThat(exceptions.markOf(-1, 0)).isEqualTo(Exceptions.UNMARKED);
    }

    @Test
    void shouldMarkInPlace() {
        final Exceptions exceptions = new Exceptions(SLOTS, 4);
        exceptions.put(42, 1, 7, 0);
        exceptions.put(42, 1, 7, 9);
        assertThat(exceptions.size()).isEqualTo(1);
        assertThat(exceptions.markOf(42, 1)).isEqualTo(9);
        assertThat(exceptions.serverOf(42, 1)).isEqualTo(7);
    }

    @Test
    void shouldRefuseMoreThanItHasRoomForButStillMark() {
        final Exceptions exceptions = new Exceptions(SLOTS, 64);
        assertThat(exceptions.room()).isEqualTo(64);
        for (long hash = 0; hash < 64; hash++) {
            assertThat(exceptions.put(hash << 40, 0, 1, 0)).isTrue();
        }
        assertThat(exceptions.put(64L << 40, 0, 1, 0)).isFalse();
        assertThat(exceptions.serverOf(64L << 40, 0)).isEqualTo(Exceptions.ABSENT);
        assertThat(exceptions.put(3L << 40, 0, 1, 5)).isTrue();
        assertThat(exceptions.size()).isEqualTo(64);
    }

    @Test
    void shouldGrowWithAllThatItHas() {
        final Exceptions small = new Exceptions(SLOTS, 64);
        LongStream.range(0, 64).forEach(hash -> small.put(hash << 50, (int) hash, (int) hash, (int) hash));
        final Exceptions grown = small.grown(1000);
        assertThat(grown.room()).isGreaterThanOrEqualTo(1000);
        assertThat(grown.size()).isEqualTo(64);
        assertThat(grown.digest()).isEqualTo(small.digest());
        assertThat(grown.markOf(5L << 50, 5)).isEqualTo(5);
        assertThat(grown.put(64L << 50, 0, 1, 0)).isTrue();
    }

    @Test
    void shouldKeepThoseThatPassAndForgetTheSlotsOfTheOthers() {
        final Exceptions exceptions = new Exceptions(SLOTS, 1000);
        final List<Long> hashes = new Random(2).longs(1000).boxed().toList();
        hashes.forEach(hash -> exceptions.put(hash, 0, (int) (hash & 1), 0));
        final Exceptions kept = exceptions.keeping((hash, pool, server, mark) -> server == 1);
        assertThat(kept.size()).isEqualTo(exceptions.count((hash, pool, server, mark) -> server == 1));
        for (final long hash : hashes) {
            assertThat(kept.serverOf(hash, 0)).isEqualTo((hash & 1) == 1 ? 1 : Exceptions.ABSENT);
        }
        final Exceptions none = exceptions.keeping((hash, pool, server, mark) -> false);
        assertThat(IntStream.range(0, SLOTS).filter(none::mayHave)).isEmpty();
    }

    @Test
    void shouldCompareByContentWhateverTheOrderTheRoomAndTheMarks() {
        final List<Long> hashes = new ArrayList<>(new Random(3).longs(2000).boxed().toList());
        final Exceptions one = filled(hashes, 2000);
        Collections.shuffle(hashes, new Random(4));
        final Exceptions other = filled(hashes, 9000);
        hashes.forEach(hash -> other.put(hash, 1, serverOf(hash, 1), 12));
        assertThat(other.digest()).isEqualTo(one.digest());
        other.put(hashes.getFirst(), 1, serverOf(hashes.getFirst(), 1) + 1, 12);
        assertThat(other.digest()).as("another server").isNotEqualTo(one.digest());
        one.put(99, 1, 1, 0);
        assertThat(one.digest()).as("one more").isNotEqualTo(filled(hashes, 2000).digest());
    }

    private static Exceptions filled(final List<Long> hashes, final int room) {
        final Exceptions result = new Exceptions(SLOTS, room);
        hashes.forEach(hash -> result.put(hash, 1, serverOf(hash, 1), 0));
        return result;
    }

    @Test
    void shouldTakeSixtyFourBytesForEachAtMost() {
        for (final int room : new int[] {64, 65, 1000, 100_000, 1 << 20}) {
            final Exceptions exceptions = new Exceptions(SLOTS, room);
            final long bytes = exceptions.memoryBytes() - SLOTS / 8 - 8;
            assertThat(bytes / exceptions.room()).isEqualTo(32);
            assertThat(exceptions.room()).isBetween(room, 2 * room);
        }
    }

    /**
     * Readers beside the writer: what was entered before a look-up began is found, with a mark that is not older, and
     * never half of it.
     */
    @Test
    void shouldShowReadersWholeEntriesAtOnceWhenTheyAreEntered() {
        final int flows = 200_000;
        final Exceptions exceptions = new Exceptions(SLOTS, flows);
        final long[] hashes = new Random(5).longs(flows).toArray();
        final AtomicLong entered = new AtomicLong();
        final List<CompletableFuture<Long>> readers = IntStream.range(0, 2)
                .mapToObj(seed -> CompletableFuture.supplyAsync(() -> read(exceptions, hashes, entered, seed)))
                .toList();
        for (int i = 0; i < flows; i++) {
            exceptions.put(hashes[i], 1, serverOf(hashes[i], 1), 1);
            if (i > 0) {
                exceptions.put(hashes[i / 2], 1, serverOf(hashes[i / 2], 1), 2);
            }
            entered.setRelease(i + 1);
        }
        final long seen = readers.stream().mapToLong(CompletableFuture::join).sum();
        assertThat(seen).isPositive();
        assertThat(exceptions.size()).isEqualTo(flows);
    }

    private static long read(
            final Exceptions exceptions, final long[] hashes, final AtomicLong entered, final int seed) {
        final Random random = new Random(seed);
        long seen = 0;
        int before;
        do {
            before = (int) entered.getAcquire();
            for (int i = 0; i < 100; i++) {
                final int at = random.nextInt(hashes.length);
                final boolean maybe = exceptions.mayHave(SlotTable.slotOf(hashes[at], SLOTS));
                final long found = exceptions.find(hashes[at], 1);
                assertThat(found != 0 || at >= before).as("entered, and not found").isTrue();
                assertThat(maybe || at >= before).as("entered, and its slot not marked").isTrue();
                if (found != 0) {
                    seen++;
                    assertThat(Exceptions.serverIn(found)).isEqualTo(serverOf(hashes[at], 1));
                    assertThat(Exceptions.markIn(found)).isBetween(at < before / 2 ? 2 : 1, 2);
                }
            }
        } while (before < hashes.length);
        return seen;
    }
}
