package dev.directrix.ecmp.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.directrix.ecmp.hash.Moves.Move;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicatedGroupTest {

    @Test
    void shouldSayWhatEveryHashOfACommonPeriodSays() {
        final List<GroupEntry> before = Entries.of("a", 3, "b", 1, "c", 2);
        final List<GroupEntry> after = Entries.of("b", 4, "a", 3, "d", 2);
        final Map<String, Double> counted = new HashMap<>();
        final int period = 18;
        for (int hash = 0; hash < period; hash++) {
            counted.merge(table(before).get(hash % 6) + table(after).get(hash % 9), 1.0 / period, Double::sum);
        }
        final Map<String, Double> moves = new HashMap<>();
        for (final Move move : new ReplicatedGroup(before).movesTo(new ReplicatedGroup(after)).moves()) {
            moves.put(move.from() + move.to(), move.part());
        }
        assertThat(moves.keySet()).isEqualTo(counted.keySet());
        moves.forEach((pair, part) -> assertThat(part).as(pair).isCloseTo(counted.get(pair), within(1e-12)));
    }

    @Test
    void shouldMoveThreeQuartersOfTheFlowsWhenAFourthOfEqualWeightComes() {
        final Moves moves = new ReplicatedGroup(Entries.of("a", 1, "b", 1, "c", 1))
            .movesTo(new ReplicatedGroup(Entries.of("a", 1, "b", 1, "c", 1, "d", 1)));
        assertThat(moves.moves().stream().filter(Move::changes).mapToDouble(Move::part).sum())
            .isCloseTo(0.75, within(1e-12));
    }

    private static List<String> table(final List<GroupEntry> entries) {
        return entries.stream().flatMap(entry -> Collections.nCopies(entry.weight(), entry.nextHop()).stream())
            .toList();
    }
}
