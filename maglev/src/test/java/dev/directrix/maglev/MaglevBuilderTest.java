package dev.directrix.maglev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaglevBuilderTest {

    private static final PermutationHash HASH = new SipPermutationHash(Cases.SEED);
    private static final WeightPolicy POLICY = new SpreadPolicy();

    @Test
    void shouldEqualThePaperLoopForRandomSizesBackendsAndWeights() {
        Cases.forAll(300, random -> {
            final int size = Cases.prime(random, random.nextBoolean() ? 300 : 12_000);
            final int most = random.nextInt(4) == 0 ? 10_000 : 1 + random.nextInt(20);
            final List<Backend> backends = Cases.backends(random, 1 + random.nextInt(300), 0, most);
            assertEqualsPaperLoop(backends, size);
        });
    }

    @Test
    void shouldEqualThePaperLoopForEverySmallPrime() {
        Cases.forAll(1, random -> {
            for (int size = 2; size < 800; size = TableSize.atLeast(size + 1)) {
                assertEqualsPaperLoop(Cases.backends(random, 1 + random.nextInt(40), 1, 5), size);
            }
        });
    }

    @Test
    void shouldEqualThePaperLoopAtTheSizesInUse() {
        assertEqualsPaperLoop(Cases.equal(1_000), TableSize.DEFAULT);
        assertEqualsPaperLoop(Cases.equal(3), TableSize.DEFAULT);
        assertEqualsPaperLoop(Cases.equal(1_000), 655_373);
        Cases.forAll(3, random -> {
            assertEqualsPaperLoop(Cases.backends(random, 1_000, 0, 10), TableSize.DEFAULT);
            assertEqualsPaperLoop(Cases.backends(random, 20, 0, 100), TableSize.DEFAULT);
        });
    }

    @Test
    void shouldEqualThePaperLoopWithOneHeavyBackendAmongLightOnes() {
        final List<Backend> backends = new ArrayList<>(Cases.equal(500));
        backends.add(new Backend("10.9.9.9", 10_000));
        assertEqualsPaperLoop(backends, TableSize.DEFAULT);
    }

    @Test
    void shouldEqualThePaperLoopWithMoreBackendsThanFitTwoBytes() {
        assertEqualsPaperLoop(Cases.backends(new SplittableRandom(5), 70_000, 1, 1), 131_071);
    }

    @Test
    void shouldNotDependOnTheOrderOfBackends() {
        Cases.forAll(50, random -> {
            final List<Backend> backends = Cases.backends(random, 1 + random.nextInt(100), 0, 5);
            final List<Backend> shuffled = new ArrayList<>(backends);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            final MaglevTable table = MaglevBuilder.build(backends, 5_003, Cases.SEED);
            final MaglevTable other = MaglevBuilder.build(shuffled, 5_003, Cases.SEED);
            assertThat(Cases.keys(other)).isEqualTo(Cases.keys(table));
            assertThat(other.digest()).isEqualTo(table.digest());
        });
    }

    @Test
    void shouldGiveEqualBackendsEqualShares() {
        Cases.forAll(20, random -> {
            final int[] counts = MaglevBuilder.build(Cases.equal(1 + random.nextInt(1_000)), TableSize.DEFAULT,
                    Cases.SEED).slotCounts();
            final int most = Arrays.stream(counts).max().orElseThrow();
            final int least = Arrays.stream(counts).min().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
        });
    }

    @Test
    void shouldGiveSharesByWeightToWithinOnePercentOrTwoSlots() {
        Cases.forAll(60, random -> {
            final List<Backend> backends = Cases.backends(random, 1 + random.nextInt(200), 0, 1_000);
            final long sum = backends.stream().mapToLong(Backend::weight).sum();
            final int[] counts = MaglevBuilder.build(backends, TableSize.DEFAULT, Cases.SEED).slotCounts();
            for (int i = 0; i < counts.length && sum > 0; i++) {
                final double due = (double) TableSize.DEFAULT * backends.get(i).weight() / sum;
                assertThat((double) counts[i]).as("%s of %.2f", backends.get(i), due)
                        .isBetween(due - Math.max(2, due / 100), due + Math.max(2, due / 100));
            }
        });
    }

    @Test
    void shouldHonourExtremeWeights() {
        final int[] counts = MaglevBuilder.build(List.of(new Backend("light", 1), new Backend("heavy", 10_000)),
                TableSize.DEFAULT, Cases.SEED).slotCounts();
        assertThat(counts[0]).isBetween(6, 7);
        assertThat(counts[0] + counts[1]).isEqualTo(TableSize.DEFAULT);
    }

    @Test
    void shouldGiveNoSlotToWeightZero() {
        final MaglevTable table = MaglevBuilder.build(
                List.of(new Backend("a", 0), new Backend("b", 3), new Backend("c", 0)), 1_021, Cases.SEED);
        assertThat(table.slotCounts()).containsExactly(0, 1_021, 0);
    }

    @Test
    void shouldBeEmptyWithoutALiveBackend() {
        for (final List<Backend> backends : List.of(List.<Backend>of(), List.of(new Backend("a", 0)))) {
            final MaglevTable table = MaglevBuilder.build(backends, 1_021, Cases.SEED);
            assertThat(table.isEmpty()).isTrue();
            assertThat(IntStream.range(0, 1_021).map(table::backendAt)).containsOnly(MaglevTable.NO_BACKEND);
            assertThat(table.slotCounts()).containsOnly(new int[backends.size()]);
            assertThat(table.digest()).isEqualTo(MaglevBuilder.build(backends, 1_021, Cases.SEED).digest());
        }
    }

    @Test
    void shouldGiveOneSlotEachToTheFirstInOrderWhenSlotsAreFewer() {
        final List<Backend> backends = Cases.equal(4_000);
        final int[] counts = MaglevBuilder.build(backends, 1_021, Cases.SEED).slotCounts();
        final List<String> served = IntStream.range(0, 4_000).filter(i -> counts[i] == 1)
                .mapToObj(i -> backends.get(i).key()).sorted().toList();
        assertThat(served).isEqualTo(backends.stream().map(Backend::key).sorted().limit(1_021).toList());
        assertThat(Arrays.stream(counts).max()).hasValue(1);
    }

    @Test
    void shouldDependOnTheSeed() {
        final List<Backend> backends = Cases.equal(10);
        final List<String> mine = Cases.keys(MaglevBuilder.build(backends, 5_003, Cases.SEED));
        final List<String> theirs = Cases.keys(MaglevBuilder.build(backends, 5_003,
                Seed.ofHex("00000000000000000000000000000001")));
        final long same = IntStream.range(0, 5_003).filter(i -> mine.get(i).equals(theirs.get(i))).count();
        assertThat(same).as("slots equal by chance, about one in ten").isBetween(300L, 800L);
    }

    @Test
    void shouldRefuseASizeThatIsNoPrime() {
        assertThatThrownBy(() -> MaglevBuilder.build(Cases.equal(3), 65_536, Cases.SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Maglev table size 65536 is not a prime: use 65537 (the default is 65537)");
    }

    @Test
    void shouldRefuseTwoBackendsWithOneKey() {
        final List<Backend> backends = List.of(new Backend("s1", 1), new Backend("s2", 1), new Backend("s1", 2));
        assertThatThrownBy(() -> MaglevBuilder.build(backends, 1_021, Cases.SEED))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("two backends have the key s1");
    }

    @Test
    void shouldRefuseAPermutationOutsideTheTable() {
        final PermutationHash broken = new PermutationHash() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public Permutation permutation(final byte[] key, final int size) {
                return new Permutation(0, size);
            }
        };
        assertThatThrownBy(() -> MaglevBuilder.build(Cases.equal(1), 1_021, broken, POLICY))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("skip 1021");
    }

    private static void assertEqualsPaperLoop(final List<Backend> backends, final int size) {
        final MaglevTable table = MaglevBuilder.build(backends, size, HASH, POLICY);
        assertThat(Cases.keys(table).equals(PaperLoop.keys(backends, size, HASH, POLICY)))
                .as("table of %d slots over %d backends equals the paper's loop", size, backends.size()).isTrue();
    }
}
