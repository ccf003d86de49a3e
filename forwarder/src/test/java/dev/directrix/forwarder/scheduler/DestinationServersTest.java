package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.SchedulerKind;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DestinationServersTest {

    private static String toOther(final SchedulerRig rig, final int port) {
        return rig.next(TestPacket.tcp(port, TestPacket.SYN).to(Addresses.toInt(SchedulerRig.OTHER_VIP)));
    }

    @Test
    void shouldKeepADestinationAtItsServerWhateverTheLoad() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LBLC).servers(100, 100);
        final String first = rig.next();
        rig.connections(first, 90);
        assertThat(rig.next(20)).containsOnly(first);
        assertThat(toOther(rig, 7)).as("another destination gets the least loaded").isNotEqualTo(first);
    }

    @Test
    void shouldMoveADestinationWhenItsServerIsAboveItsWeightAndAnotherBelowHalf() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LBLC).servers(10, 10);
        final String first = rig.next();
        final String other = first.equals("s1") ? "s2" : "s1";
        rig.connections(other, 5);
        rig.connections(first, 11);
        assertThat(rig.next()).as("nobody is below half of its weight").isEqualTo(first);
        rig.connections(other, -1);
        assertThat(rig.next(5)).containsOnly(other);
    }

    @Test
    void shouldMoveADestinationWhenItsServerGoesOrLosesItsWeight() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LBLC).servers(1, 1);
        final String first = rig.next();
        rig.servers(first.equals("s1") ? 0 : 1, first.equals("s2") ? 0 : 1);
        assertThat(rig.next(5)).doesNotContain(first).doesNotContain("");
    }

    @Test
    void shouldGiveABusyDestinationMoreServersAndTheLeastLoadedOfThem() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LBLCR).servers(10, 10, 10);
        final String first = rig.next();
        assertThat(rig.next(5)).containsOnly(first);
        rig.connections(first, 11);
        final String second = rig.next();
        assertThat(second).isNotEqualTo(first);
        rig.connections(second, 9);
        assertThat(rig.next(5)).as("the set has two, the second has fewer").containsOnly(second);
        rig.connections(first, -5);
        assertThat(rig.next()).isEqualTo(first);
    }

    @Test
    void shouldTakeTheBusiestServerOutOfASetThatDidNotChangeForADay() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LBLCR).servers(10, 10, 10);
        final String first = rig.next();
        rig.connections(first, 11);
        final String second = rig.next();
        rig.connections(first, -9);
        rig.connections(second, 1);
        rig.nowNs += DestinationServers.SHRINK_NS + 1;
        rig.next();
        rig.connections(second, 4);
        rig.connections(first, 20);
        rig.connections(first, -22);
        assertThat(rig.next(5)).as("the first was the busiest, so it left").containsOnly(second);
    }

    @Test
    void shouldSkipServersAtTheirLimit() {
        for (final SchedulerKind kind : new SchedulerKind[] {SchedulerKind.LBLC, SchedulerKind.LBLCR}) {
            final SchedulerRig rig = new SchedulerRig(kind)
                    .servers(SchedulerRig.limited(1, 9, 2, 0), SchedulerRig.limited(2, 9, 2, 0));
            final String first = rig.next();
            rig.connections(first, 2);
            assertThat(rig.next()).isNotEqualTo(first).isNotEmpty();
            rig.connections(first.equals("s1") ? "s2" : "s1", 2);
            assertThat(rig.next()).isEmpty();
        }
    }

    @Test
    void shouldForgetTheDestinationThatWasNotUsedForTheLongestTime() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.LBLC).servers(1, 1, 1, 1);
        final DestinationServers servers = new DestinationServers();
        final int[] first = IntStream.range(0, 9)
                .map(i -> servers.single(0, i, 0, rig.candidates(), rig.workerLoad(), i % 4, 100 + i)).toArray();
        rig.connections("s" + (1 + first[8]), 1);
        assertThat(servers.single(0, 8, 0, rig.candidates(), rig.workerLoad(), 3, 200)).isEqualTo(first[8]);
        assertThat(servers.single(0, 0, 0, rig.candidates(), rig.workerLoad(), 3, 201))
                .as("the first of nine in eight places was forgotten").isEqualTo(3);
    }
}
