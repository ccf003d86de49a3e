package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.directrix.forwarder.service.SchedulerKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeastLoadTest {

    @Test
    void shouldGiveTheServerWithTheFewestConnections() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LC).servers(1, 9, 1);
        rig.connections("s1", 3);
        rig.connections("s2", 2);
        rig.connections("s3", 4);
        assertThat(rig.next()).isEqualTo("s2");
    }

    @Test
    void shouldCountAnActiveConnectionAs256InactiveOnes() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LC).servers(1, 1);
        rig.connections("s1", 1);
        rig.inactive("s2", 255);
        assertThat(rig.next()).isEqualTo("s2");
        rig.inactive("s2", 2);
        assertThat(rig.next()).isEqualTo("s1");
    }

    @Test
    void shouldKeepConnectionsEvenWhenServersAreAlike() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LC).servers(1, 1, 1);
        final List<String> chosen = rig.connect(300);
        assertThat(List.of("s1", "s2", "s3")).allSatisfy(
                name -> assertThat(Collections.frequency(chosen, name)).isEqualTo(100));
    }

    @Test
    void shouldSpreadABurstOfFlowsThatHaveNoEntryYet() {
        assertThat(new SchedulerRig(SchedulerKind.LC).servers(1, 1, 1).shares(300))
                .isEqualTo(Map.of("s1", 100L, "s2", 100L, "s3", 100L));
        assertThat(new SchedulerRig(SchedulerKind.WLC).servers(1, 2).shares(300))
                .isEqualTo(Map.of("s1", 100L, "s2", 200L));
    }

    @Test
    void shouldForgetTheBurstAfterASecond() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LC).servers(1, 1);
        rig.inactive("s1", 100);
        assertThat(rig.shares(50)).isEqualTo(Map.of("s2", 50L));
        rig.nowNs += 2 * SchedulerRig.SECOND;
        assertThat(rig.shares(100)).isEqualTo(Map.of("s2", 100L));
    }

    @Test
    void shouldKeepConnectionsInProportionToWeights() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.WLC).servers(1, 3, 0);
        final List<String> chosen = rig.connect(400);
        assertThat(Collections.frequency(chosen, "s1")).isEqualTo(100);
        assertThat(Collections.frequency(chosen, "s2")).isEqualTo(300);
    }

    @Test
    void shouldSendNewFlowsToANewServerUntilItHasItsShare() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.WLC).servers(1, 1);
        rig.connect(20);
        rig.servers(1, 1, 1);
        assertThat(rig.connect(10)).containsOnly("s3");
        assertThat(rig.connect(3)).containsExactlyInAnyOrder("s1", "s2", "s3");
    }

    @Test
    void shouldPassOverAServerAtItsLimitUntilItHasFewerThanTheLower() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.WLC)
                .servers(SchedulerRig.limited(1, 10, 4, 2), SchedulerRig.server(2, 1));
        rig.connections("s2", 100);
        assertThat(rig.connect(4)).containsOnly("s1");
        assertThat(rig.connect(2)).containsOnly("s2");
        rig.connections("s1", -2);
        assertThat(rig.connect(1)).as("two left, the lower limit is two").containsOnly("s2");
        rig.connections("s1", -1);
        assertThat(rig.connect(1)).containsOnly("s1");
    }

    @Test
    void shouldTakeThreeQuartersOfTheUpperLimitWhenThereIsNoLower() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.WLC)
                .servers(SchedulerRig.limited(1, 10, 4, 0), SchedulerRig.server(2, 1));
        rig.connections("s2", 100);
        rig.connect(4);
        assertThat(rig.next()).isEqualTo("s2");
        rig.connections("s1", -1);
        assertThat(rig.next()).as("three of four").isEqualTo("s2");
        rig.connections("s1", -1);
        assertThat(rig.next()).as("two of four").isEqualTo("s1");
    }

    @Test
    void shouldGiveTheShortestExpectedDelay() {
        // (0+1)/1 against (1+1)/3: the faster server is better although it is busy.
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.SED).servers(1, 3);
        rig.connections("s2", 1);
        assertThat(rig.next()).isEqualTo("s2");
        rig.connections("s2", 2);
        assertThat(rig.next()).isEqualTo("s1");
    }

    @Test
    void shouldNeverQueueWhileAServerIsIdle() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.NQ).servers(1, 3);
        rig.connections("s2", 1);
        assertThat(rig.next()).isEqualTo("s1");
        rig.connections("s1", 1);
        assertThat(rig.next()).isEqualTo("s2");
    }

    @Test
    void shouldFailOverToTheNextWeight() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.FO)
                .servers(SchedulerRig.server(1, 1), SchedulerRig.limited(2, 3, 2, 0), SchedulerRig.server(3, 2));
        assertThat(rig.connect(4)).containsExactly("s2", "s2", "s3", "s3");
        rig.servers(SchedulerRig.server(1, 1), SchedulerRig.server(3, 0));
        assertThat(rig.next()).isEqualTo("s1");
    }

    @Test
    void shouldOverflowToTheNextServerAboveItsWeight() {
        // IPVS goes on when the active connections exceed the weight: a server of weight 2 gets three.
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.OVF).servers(1, 2);
        assertThat(rig.connect(6)).containsExactly("s2", "s2", "s2", "s1", "s1", "");
    }

    @Test
    void shouldGiveTheServerThatAnswersTheSoonest() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LEAST_LATENCY).servers(1, 1, 1);
        rig.load.latency(rig.idOf("s1"), 3_000_000);
        rig.load.latency(rig.idOf("s2"), 1_000_000);
        rig.load.latency(rig.idOf("s3"), 9_000_000);
        final List<String> chosen = rig.connect(130);
        assertThat(Collections.frequency(chosen, "s2")).isCloseTo(90, offset(2));
        assertThat(Collections.frequency(chosen, "s1")).isCloseTo(30, offset(2));
        assertThat(Collections.frequency(chosen, "s3")).isCloseTo(10, offset(2));
    }

    @Test
    void shouldCountAServerThatWasNotMeasuredAsAverage() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LEAST_LATENCY).servers(1, 1, 1);
        assertThat(rig.connect(3)).containsExactlyInAnyOrder("s1", "s2", "s3");
        rig.load.latency(rig.idOf("s1"), 1_000_000);
        rig.load.latency(rig.idOf("s2"), 3_000_000);
        rig.connections("s1", 1);
        assertThat(rig.next()).as("1 ms x 3 against 3 ms x 2 and 2 ms x 2").isEqualTo("s1");
        rig.connections("s1", 2);
        assertThat(rig.next()).as("1 ms x 5 against 3 ms x 2 and 2 ms x 2").isEqualTo("s3");
    }
}
