package dev.directrix.lab.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<BlowKind> KINDS = Arrays.asList(BlowKind.values());
    private static final List<String> DIRECTORS = List.of("d1", "d2", "d3", "d4");
    private static final List<String> SERVERS = List.of("s1", "s2", "s3", "s4", "s5", "s6");

    @Test
    void shouldRepeatTheRoundsOfASeedAndNoOthers() {
        assertThat(rounds(7, 40)).isEqualTo(rounds(7, 40)).isNotEqualTo(rounds(8, 40));
        assertThat(rounds(7, 40)).startsWith(rounds(7, 12).toArray(Round[]::new));
    }

    @Test
    void shouldGiveEachKindItsTurnBeforeOneComesAgain() {
        List<Round> rounds = rounds(3, 4 * KINDS.size());

        for (int at = 0; at < rounds.size(); at += KINDS.size()) {
            assertThat(rounds.subList(at, at + KINDS.size())).extracting(Round::kind)
                .containsExactlyInAnyOrderElementsOf(KINDS);
        }
    }

    @Test
    void shouldAddOnlyWhatIsDrainedAndKeepFourServersAtLeast() {
        Set<String> drained = new HashSet<>();

        for (Round round : rounds(11, 500)) {
            assertThat(round.add() ? drained.remove(round.server()) : drained.add(round.server())).isTrue();
            assertThat(drained).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void shouldTellAnotherDirectorThanTheVictimWithinAMillisecond() {
        assertThat(rounds(5, 500)).allSatisfy(round -> {
            assertThat(round.by()).isNotEqualTo(round.victim());
            assertThat(round.lead().abs()).isLessThanOrEqualTo(Duration.ofMillis(1));
        });
    }

    private static List<Round> rounds(long seed, int count) {
        return Schedule.of(seed, count, KINDS, DIRECTORS, SERVERS);
    }
}
