package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServerState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

    @Test
    void shouldTakeServersInTurn() {
        assertThat(new SchedulerRig(SchedulerKind.RR).servers(1, 5, 1).next(7))
                .containsExactly("s1", "s2", "s3", "s1", "s2", "s3", "s1");
    }

    @Test
    void shouldSkipServersWithoutWeightAndThoseThatDrain() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.RR).servers(
                SchedulerRig.server(1, 1),
                SchedulerRig.server(2, 0),
                SchedulerRig.server(3, 1, ServerState.DRAINING, ServerSettings.DEFAULT),
                SchedulerRig.server(4, 1, ServerState.DOWN, ServerSettings.DEFAULT),
                SchedulerRig.server(5, 1));
        assertThat(rig.next(4)).containsExactly("s1", "s5", "s1", "s5");
    }

    @Test
    void shouldGoOnBehindTheLastServerWhenServersComeAndGo() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.RR).servers(1, 1, 1);
        assertThat(rig.next(2)).containsExactly("s1", "s2");
        rig.servers(1, 1, 1, 1);
        assertThat(rig.next(3)).containsExactly("s3", "s4", "s1");
        rig.servers(SchedulerRig.server(2, 1), SchedulerRig.server(3, 1));
        assertThat(rig.next(2)).containsExactly("s2", "s3");
    }

    @Test
    void shouldSkipServersAtTheirLimitAndAnswerNoneWhenAllAre() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.RR)
                .servers(SchedulerRig.limited(1, 1, 2, 0), SchedulerRig.limited(2, 1, 4, 0));
        assertThat(rig.connect(7)).containsExactly("s1", "s2", "s1", "s2", "s2", "s2", "");
    }

    @Test
    void shouldGiveWeightedSharesExactlyOverARound() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.WRR).servers(4, 3, 2);
        // ipvsadm(8)'s own example of three servers of weights 4, 3, 2: AABABCABC.
        assertThat(rig.next(9)).containsExactly("s1", "s1", "s2", "s1", "s2", "s3", "s1", "s2", "s3");
        assertThat(rig.shares(900)).isEqualTo(Map.of("s1", 400L, "s2", 300L, "s3", 200L));
    }

    @Test
    void shouldStepByTheGreatestCommonDivisorOfTheWeights() {
        assertThat(new SchedulerRig(SchedulerKind.WRR).servers(200, 100).next(6))
                .containsExactly("s1", "s1", "s2", "s1", "s1", "s2");
    }

    @Test
    void shouldTakeNewWeightsWithTheNextRound() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.WRR).servers(1, 1);
        rig.next(5);
        rig.servers(3, 0, 1);
        assertThat(rig.shares(400)).isEqualTo(Map.of("s1", 300L, "s3", 100L));
    }

    @Test
    void shouldShareAmongTheOthersWhenTheHeaviestIsFull() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.WRR)
                .servers(SchedulerRig.limited(1, 65_535, 1, 0), SchedulerRig.server(2, 2), SchedulerRig.server(3, 1));
        assertThat(rig.connect(1)).containsExactly("s1");
        assertThat(rig.shares(300)).isEqualTo(Map.of("s2", 200L, "s3", 100L));
    }

    @Test
    void shouldAnswerNoneWithoutAnyWeight() {
        assertThat(new SchedulerRig(SchedulerKind.WRR).servers(0, 0).next()).isEmpty();
        assertThat(new SchedulerRig(SchedulerKind.RR).servers(0).next()).isEmpty();
        assertThat(new SchedulerRig(SchedulerKind.WRR).servers(new int[0]).next()).isEmpty();
    }
}
