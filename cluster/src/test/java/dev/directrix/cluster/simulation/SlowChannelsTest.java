package dev.directrix.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.cluster.member.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two directors, one settle, and every combination of channels that are slow: what members tell each other, what the
 * store tells each, and how long each one's tables and collections take.
 */
class SlowChannelsTest {
    private static final List<String> CHANNELS = List.of("d1>d2", "d2>d1", "store>d1", "store>d2",
            "apply d1", "apply d2", "collect d1", "collect d2");
    private static final WorldSettings TWO = WorldSettings.plain().withDirectors(2);
    private static final long LATE_NS = 40 * WorldSettings.MS;
    private static final int FLOWS = 40;

    private static Sabotage slow(final int combination) {
        return new Sabotage() {
            @Override
            long lateNs(final String channel) {
                final int at = CHANNELS.indexOf(channel);
                return at >= 0 && (combination & (1 << at)) != 0 ? LATE_NS : 0;
            }
        };
    }

    @Test
    void shouldKeepFlowsWhicheverChannelsAreSlow() {
        for (int combination = 0; combination < (1 << CHANNELS.size()); combination++) {
            final Scene scene = new Scene(TWO, slow(combination));
            scene.connect(FLOWS, scene.director(1));
            scene.addServer();
            scene.untilPhase(Phase.COLLECT);
            scene.open(FLOWS, scene.director(1 + combination % 2));
            scene.untilPhase(Phase.COMMITTED);
            scene.untilSettled();
            scene.talkEverywhere();

            assertKept(scene, combination);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldKeepFlowsWhicheverMemberDiesHalfwayAndWhicheverChannelsAreSlow(final int victim) {
        for (int combination = 0; combination < (1 << CHANNELS.size()); combination++) {
            final Scene scene = new Scene(TWO, slow(combination));
            scene.connect(FLOWS, scene.director(victim));
            scene.addServer();
            scene.untilPhase(Phase.COLLECT);
            scene.world().runFor((combination % 97) * 2L * WorldSettings.MS);
            scene.director(victim).crash();
            scene.talkFor(300, scene.director(3 - victim));
            scene.director(victim).boot();
            scene.talkFor(2_000, scene.director(3 - victim));
            scene.untilSettled();
            scene.talkEverywhere();

            assertKept(scene, combination);
        }
    }

    private static void assertKept(final Scene scene, final int combination) {
        assertThat(scene.world().tally().violations()).as("combination " + combination).isEmpty();
        assertThat(scene.world().tally().moved()).as("combination " + combination).isZero();
        assertThat(scene.kept()).as("combination " + combination).isEqualTo(scene.connections());
    }
}
