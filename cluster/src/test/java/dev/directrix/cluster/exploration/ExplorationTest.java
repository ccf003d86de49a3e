package dev.directrix.cluster.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.cluster.exploration.Setup.Wishes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can happen in a small cluster, in every order: no packet of an established flow would go to another
 * server at any time, and from every state all settles. How many states there were is printed, and must not shrink
 * unnoticed; a bound that was hit is a failure. {@code -Ddirectrix.exploration=large} takes larger clusters, minutes
 * and some GB.
 */
class ExplorationTest {
    private static final int MOST_STATES = 4_000_000;
    private static final int MOST_STATES_LARGE = 40_000_000;
    private static final Wishes TWO = Wishes.of(1, 2);
    private static final Wishes THREE = Wishes.of(1, 2, 3);
    private static final Setup ADD = Setup.of(2, TWO, THREE);

    static Stream<Arguments> small() {
        return Stream.of(
                Arguments.of("an established flow", 4_000, ADD),
                Arguments.of("a new flow", 25_000, ADD.withFlows(1, 0)),
                Arguments.of("an established and a new flow", 150_000, ADD.withFlows(2, 1)),
                Arguments.of("a director that dies", 15_000, ADD.withCrashes(1, 0)),
                Arguments.of("a director that dies, and a new flow", 90_000, ADD.withFlows(1, 0).withCrashes(1, 0)),
                Arguments.of("a director that stands still", 250_000, ADD.withPauses(1)),
                Arguments.of("flows that are noted during changes only", 25_000, ADD.onChange()),
                Arguments.of("the same, and a new flow", 100_000, ADD.onChange().withFlows(1, 0)),
                Arguments.of("a server that dies, and a new flow", 15_000,
                        Setup.of(2, TWO, new Wishes(List.of(1, 2), Set.of(2), true)).withFlows(1, 0)));
    }

    static Stream<Arguments> large() {
        return Stream.of(
                Arguments.of("a director that joins", 1, ADD.withLateDirector()),
                Arguments.of("a director that leaves", 1, ADD.withLeaves(1)),
                Arguments.of("three directors", 1, Setup.of(3, TWO, THREE)),
                Arguments.of("two changes", 1, Setup.of(2, TWO, THREE, TWO)),
                Arguments.of("two changes, and a new flow", 1, Setup.of(2, TWO, THREE, TWO).withFlows(1, 0)),
                Arguments.of("a server that seems dead", 1,
                        Setup.of(2, TWO, new Wishes(List.of(1, 2), Set.of(2), false), TWO).withFlows(1, 0)),
                Arguments.of("a director that dies and returns", 1, ADD.withCrashes(1, 1)),
                Arguments.of("something that is late", 1, ADD.withHurries(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("small")
    void shouldKeepFlowsAndSettleWhateverHappensInWhateverOrder(
            final String name, final int least, final Setup setup) {
        assertHolds(name, least, setup, MOST_STATES);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    @EnabledIfSystemProperty(named = "directrix.exploration", matches = "large")
    void shouldKeepFlowsAndSettleInLargerClusters(final String name, final int least, final Setup setup) {
        assertHolds(name, least, setup, MOST_STATES_LARGE);
    }

    @Test
    void shouldSayThatNotAllWasSeenWhenABoundIsHit() {
        assertThat(new Explorer(ADD, 1_000).run().bound()).contains("more than 1000 states");
    }

    private static void assertHolds(final String name, final int least, final Setup setup, final int mostStates) {
        final long beginNs = System.nanoTime();
        final Exploration found = new Explorer(setup, mostStates).run();
        System.out.println("exploration: " + name + ": " + found.summary() + ", "
                + (System.nanoTime() - beginNs) / 1_000_000 + " ms");

        assertThat(found.violation()).as(found.toString()).isEmpty();
        assertThat(found.bound()).as(found.toString()).isEmpty();
        assertThat(found.endings()).isPositive();
        assertThat(found.states()).isGreaterThan(least);
    }
}
