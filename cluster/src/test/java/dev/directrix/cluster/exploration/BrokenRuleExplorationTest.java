package dev.directrix.cluster.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.cluster.exploration.Setup.Wishes;
import dev.directrix.cluster.simulation.BrokenRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exploration can fail: with one rule broken it finds a shortest way to move an established flow, and tells it. */
class BrokenRuleExplorationTest {
    private static final int MOST_STATES = 3_000_000;
    private static final Setup ADD = Setup.of(2, Wishes.of(1, 2), Wishes.of(1, 2, 3));
    private static final Setup NEW = ADD.withFlows(1, 0);

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(BrokenRule.NO_EXCEPTIONS, ADD),
                Arguments.of(BrokenRule.UNACKNOWLEDGED_PINS, ADD),
                Arguments.of(BrokenRule.NO_LAST_PASS, NEW),
                Arguments.of(BrokenRule.FORGOTTEN_SYNS, NEW),
                Arguments.of(BrokenRule.TRACK_FIRST, NEW),
                Arguments.of(BrokenRule.BEGINS_WHILE_FROZEN, NEW),
                Arguments.of(BrokenRule.ENDS_EARLY, NEW),
                Arguments.of(BrokenRule.NO_DEADLINE, NEW.withPauses(1)),
                Arguments.of(BrokenRule.NO_IDLE_WAIT, ADD.onChange()),
                Arguments.of(BrokenRule.NO_WAIT_AFTER_CRASH, ADD.withCrashes(1, 0)),
                Arguments.of(BrokenRule.NO_RESTART, ADD.withCrashes(1, 0)),
                Arguments.of(BrokenRule.NO_SNAPSHOT, ADD.withLateDirector()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void shouldTellAShortestWayInWhichAFlowMoves(final BrokenRule rule, final Setup setup) {
        final Exploration found = new Explorer(setup.with(rule), MOST_STATES).run();
        System.out.println("exploration: " + rule + ": " + found);

        assertThat(found.violation()).as(found.toString()).hasValueSatisfying(
                what -> assertThat(what).contains("would send a packet of flow 1 to server"));
        assertThat(found.way()).isNotEmpty();
    }
}
