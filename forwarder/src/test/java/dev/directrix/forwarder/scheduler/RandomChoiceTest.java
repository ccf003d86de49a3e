package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.directrix.forwarder.service.SchedulerKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomChoiceTest {
    private static final int FLOWS = 100_000;

    @Test
    void shouldGiveEveryServerTheSameChance() {
        final Map<String, Long> shares = new SchedulerRig(SchedulerKind.RANDOM).servers(1, 9, 0, 2).shares(FLOWS);
        assertThat(shares).containsOnlyKeys("s1", "s2", "s4");
        assertThat(shares.values()).allSatisfy(share -> assertThat(share / (double) FLOWS).isCloseTo(1 / 3.0,
                offset(0.01)));
    }

    @Test
    void shouldGiveServersAChanceByWeight() {
        final Map<String, Long> shares =
                new SchedulerRig(SchedulerKind.WEIGHTED_RANDOM).servers(1, 0, 2, 7).shares(FLOWS);
        assertThat(shares).containsOnlyKeys("s1", "s3", "s4");
        assertThat(shares.get("s1") / (double) FLOWS).isCloseTo(0.1, offset(0.01));
        assertThat(shares.get("s3") / (double) FLOWS).isCloseTo(0.2, offset(0.01));
        assertThat(shares.get("s4") / (double) FLOWS).isCloseTo(0.7, offset(0.01));
    }

    @Test
    void shouldShareAmongTheOthersWhenOneIsFull() {
        for (final SchedulerKind kind : new SchedulerKind[] {SchedulerKind.RANDOM, SchedulerKind.WEIGHTED_RANDOM}) {
            final SchedulerRig rig = new SchedulerRig(kind).servers(
                    SchedulerRig.limited(1, 5, 1, 0), SchedulerRig.server(2, 1), SchedulerRig.limited(3, 1, 1, 0));
            rig.connections("s1", 1);
            assertThat(rig.shares(1000)).containsOnlyKeys("s2", "s3");
            rig.connections("s3", 1);
            assertThat(rig.shares(1000)).isEqualTo(Map.of("s2", 1000L));
        }
    }

    @Test
    void shouldBePureFunctionsOfTheirRandomness() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.RANDOM).servers(3, 1);
        assertThat(RandomChoice.uniform(rig.candidates(), rig.workerLoad(), 0)).isZero();
        assertThat(RandomChoice.uniform(rig.candidates(), rig.workerLoad(), 1L << 63)).isEqualTo(1);
        assertThat(RandomChoice.weighted(rig.candidates(), rig.workerLoad(), 1L << 63)).isZero();
        assertThat(RandomChoice.weighted(rig.candidates(), rig.workerLoad(), -1)).isEqualTo(1);
    }
}
