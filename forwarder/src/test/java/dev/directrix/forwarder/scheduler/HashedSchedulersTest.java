package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServiceSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashedSchedulersTest {
    private static final int CLIENTS = 20_000;

    private static List<String> byClient(final SchedulerRig rig) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> rig.next(TestPacket.tcp(2000, TestPacket.SYN).from(0x0b00_0000 + i * 7919)))
                .toList();
    }

    @Test
    void shouldGiveAClientOneServerWhateverItsPort() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.SH).servers(1, 1, 1, 1);
        final Set<String> all = new HashSet<>();
        for (int client = 1; client < 60; client++) {
            final Set<String> servers = new HashSet<>();
            for (int port = 1; port < 50; port++) {
                servers.add(rig.next(client, port));
            }
            assertThat(servers).hasSize(1);
            all.addAll(servers);
        }
        assertThat(all).containsExactlyInAnyOrder("s1", "s2", "s3", "s4");
    }

    @Test
    void shouldSpreadAClientsPortsWhenThePortIsHashed() {
        final SchedulerRig rig = new SchedulerRig(
                new Scheduling(SchedulerKind.SH, false, true), ServiceSettings.DEFAULT).servers(1, 1);
        assertThat(IntStream.range(1, 100).mapToObj(port -> rig.next(7, port))).contains("s1", "s2");
    }

    @Test
    void shouldShareClientsByWeight() {
        // Of 256 buckets, dealt 3, 1, 3, 1, ...: 192 and 64.
        final List<String> servers = byClient(new SchedulerRig(SchedulerKind.SH).servers(3, 1));
        assertThat(Collections.frequency(servers, "s1") / (double) CLIENTS).isBetween(0.73, 0.77);
    }

    @Test
    void shouldRefuseTheFlowsOfAServerWithoutWeightUnlessItFallsBack() {
        final SchedulerRig strict = new SchedulerRig(SchedulerKind.SH).servers(1, 0);
        final List<String> servers = byClient(strict);
        assertThat(Collections.frequency(servers, "") / (double) CLIENTS).isBetween(0.47, 0.53);
        final SchedulerRig kind = new SchedulerRig(
                new Scheduling(SchedulerKind.SH, true, false), ServiceSettings.DEFAULT).servers(1, 0);
        assertThat(byClient(kind)).containsOnly("s1");
    }

    @Test
    void shouldRefuseTheFlowsOfAServerAtItsLimitUnlessItFallsBack() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.SH)
                .servers(SchedulerRig.limited(1, 1, 1, 0), SchedulerRig.server(2, 1));
        rig.connections("s1", 1);
        assertThat(Set.copyOf(byClient(rig))).isEqualTo(Set.of("", "s2"));
        final SchedulerRig kind = new SchedulerRig(
                new Scheduling(SchedulerKind.SH, true, false), ServiceSettings.DEFAULT)
                .servers(SchedulerRig.limited(1, 1, 1, 0), SchedulerRig.server(2, 1));
        kind.connections("s1", 1);
        assertThat(byClient(kind)).containsOnly("s2");
    }

    @Test
    void shouldDecideTheSameOnEveryDirectorWhateverTheOrderOfServers() {
        for (final SchedulerKind kind : List.of(SchedulerKind.SH, SchedulerKind.DH, SchedulerKind.MAGLEV)) {
            final SchedulerRig one = new SchedulerRig(kind).servers(2, 1, 3);
            final SchedulerRig other = new SchedulerRig(kind).servers(
                    SchedulerRig.server(3, 3), SchedulerRig.server(1, 2), SchedulerRig.server(2, 1));
            other.next(99);
            assertThat(byClient(other)).isEqualTo(byClient(one));
            assertThat(kind.isStateless()).isTrue();
        }
    }

    @Test
    void shouldGiveADestinationOneServer() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.DH).servers(5, 1, 1);
        final Set<String> servers = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            servers.add(rig.next());
        }
        assertThat(servers).hasSize(1);
    }

    @Test
    void shouldDealDestinationsToServersWhateverTheirWeights() {
        final List<String> servers = new ArrayList<>();
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.DH).servers(5, 1);
        final HashBuckets buckets = rig.buckets(false);
        for (long hash = 0; hash < 256; hash++) {
            servers.add("s" + (1 + buckets.at(hash << 56, rig.candidates(), rig.workerLoad())));
        }
        assertThat(Collections.frequency(servers, "s1")).isEqualTo(128);
    }

    @Test
    void shouldPassOnFlowsOfAMaglevServerAtItsLimit() {
        final SchedulerRig rig = new SchedulerRig(SchedulerKind.MAGLEV).servers(
                SchedulerRig.limited(1, 1, 1, 0), SchedulerRig.limited(2, 1, 9, 0), SchedulerRig.server(3, 1));
        final List<String> before = byClient(rig);
        rig.connections("s1", 1);
        final List<String> after = byClient(rig);
        for (int i = 0; i < CLIENTS; i++) {
            if (!before.get(i).equals("s1")) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(after).doesNotContain("s1", "").contains("s2", "s3");
    }
}
