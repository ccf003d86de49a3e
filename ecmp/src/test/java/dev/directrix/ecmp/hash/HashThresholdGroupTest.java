package dev.directrix.ecmp.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.directrix.ecmp.hash.Moves.Move;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashThresholdGroupTest {

    private static final int SAMPLES = 50_000;

    @Test
    void shouldCutTheHashSpaceByTheSumsOfWeightsRoundedToTheNearest() {
        assertThat(group("a", 1, "b", 1, "c", 1).ends()).containsExactly(715_827_883L, 1_431_655_765L, 1L << 31);
        assertThat(group("a", 1, "b", 2, "c", 4).ends()).containsExactly(306_783_378L, 920_350_135L, 1L << 31);
        assertThat(group("a", 65_536).ends()).containsExactly(1L << 31);
    }

    @Test
    void shouldShiftTheIntervalsBehindAFirstNextHopThatLeaves() {
        assertThat(moves(group("a", 1, "b", 1, "c", 1), group("b", 1, "c", 1))).containsOnlyKeys("ab", "bb", "bc", "cc")
            .hasEntrySatisfying("bc", part -> assertThat(part).isCloseTo(1 / 6.0, within(1e-8)))
            .hasEntrySatisfying("bb", part -> assertThat(part).isCloseTo(1 / 6.0, within(1e-8)));
    }

    @Test
    void shouldMoveNoOtherFlowWhenTheMiddleOneOfThreeLeaves() {
        assertThat(moves(group("a", 1, "b", 1, "c", 1), group("a", 1, "c", 1)))
            .containsOnlyKeys("aa", "ba", "bc", "cc");
    }

    @Test
    void shouldSayOfEveryPairWhatSinglesHashesSay() {
        final Random random = new Random(20_260_714);
        for (int round = 0; round < 20; round++) {
            final HashThresholdGroup before = random(random);
            final HashThresholdGroup after = random(random);
            final Map<String, Double> sampled = new HashMap<>();
            for (int i = 0; i < SAMPLES; i++) {
                final int hash = random.nextInt() >>> 1;
                sampled.merge(nextHop(before, hash) + nextHop(after, hash), 1.0 / SAMPLES, Double::sum);
            }
            final Map<String, Double> exact = moves(before, after);
            assertThat(exact.keySet()).containsAll(sampled.keySet());
            exact.forEach((pair, part) -> assertThat(part).as("round %s of %s to %s", pair, before, after)
                .isCloseTo(sampled.getOrDefault(pair, 0.0), within(0.012)));
        }
    }

    @Test
    void shouldRefuseGroupsThatNoRouterHas() {
        assertThatThrownBy(() -> new HashThresholdGroup(List.of())).hasMessageContaining("needs a next hop");
        assertThatThrownBy(() -> group("a", 1, "a", 2)).hasMessageContaining("a is in the group twice");
        assertThatThrownBy(() -> group("a", 0)).hasMessageContaining("weight 0 of next hop a");
    }

    private static String nextHop(final HashThresholdGroup group, final int hash) {
        int at = 0;
        while (hash >= group.ends().get(at)) {
            at++;
        }
        return group.entries().get(at).nextHop();
    }

    private static HashThresholdGroup random(final Random random) {
        final List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
        Collections.shuffle(names, random);
        return new HashThresholdGroup(names.subList(0, 1 + random.nextInt(names.size())).stream()
            .map(name -> new GroupEntry(name, 1 + random.nextInt(100))).toList());
    }

    private static Map<String, Double> moves(final HashThresholdGroup before, final HashThresholdGroup after) {
        final Map<String, Double> moves = new HashMap<>();
        for (final Move move : before.movesTo(after).moves()) {
            assertThat(moves.put(move.from() + move.to(), move.part())).isNull();
        }
        assertThat(moves.values().stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, within(1e-12));
        return moves;
    }

    private static HashThresholdGroup group(final Object... namesAndWeights) {
        return new HashThresholdGroup(Entries.of(namesAndWeights));
    }
}
