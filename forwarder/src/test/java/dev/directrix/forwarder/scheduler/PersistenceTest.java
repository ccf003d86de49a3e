package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.Persistence;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import dev.directrix.forwarder.service.TableCompiler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersistenceTest {

    private static ServiceSettings persistent(final Optional<String> group, final int length4) {
        return new ServiceSettings(group, Optional.of(new Persistence(Duration.ofSeconds(60), length4, 64)), false,
                ServiceTimeouts.DEFAULT, OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE, List.of());
    }

    private static SchedulerRig rig(final SchedulerKind kind, final int length4) {
        return new SchedulerRig(Scheduling.of(kind), persistent(Optional.empty(), length4));
    }

    @Test
    void shouldKeepAClientAtItsServerWhileItsFlowsComeWithinTheTimeout() {
        final SchedulerRig rig = rig(SchedulerKind.RR, 32).servers(1, 1, 1);
        final String server = rig.next(1, 1000);
        for (int port = 1001; port < 1020; port++) {
            rig.nowNs += 59 * SchedulerRig.SECOND;
            assertThat(rig.next(1, port)).isEqualTo(server);
        }
        assertThat(rig.next(2, 1000)).as("another client has its own").isNotEqualTo(server);
    }

    @Test
    void shouldForgetAClientAfterTheTimeout() {
        final SchedulerRig rig = rig(SchedulerKind.RR, 32).servers(1, 1, 1);
        final String server = rig.next(1, 1000);
        rig.nowNs += 60 * SchedulerRig.SECOND;
        assertThat(rig.next(1, 1001)).isNotEqualTo(server);
    }

    @Test
    void shouldKeepAWholeNetworkAtOneServer() {
        final SchedulerRig rig = rig(SchedulerKind.RR, 24).servers(1, 1, 1);
        final Set<String> servers = new HashSet<>();
        for (int client = 1; client < 200; client++) {
            servers.add(rig.next(client, 1000));
        }
        assertThat(servers).hasSize(1);
        assertThat(rig.next(TestPacket.tcp(7, TestPacket.SYN).from(0xc633_6501))).isNotIn(servers);
    }

    @Test
    void shouldKeepAClientOverThePortsAndAddressesOfAGroup() {
        final SchedulerRig rig = new SchedulerRig(
                Scheduling.of(SchedulerKind.RR), persistent(Optional.of("shop"), 32)).servers(1, 1, 1);
        final String server = rig.next(TestPacket.tcp(1000, TestPacket.SYN));
        rig.next(9, 9);
        assertThat(rig.next(new TestPacket().withTcp(1001, 443, TestPacket.SYN))).isEqualTo(server);
        assertThat(rig.next(TestPacket.tcp(1002, TestPacket.SYN).to(Addresses.toInt(SchedulerRig.OTHER_VIP))))
                .isEqualTo(server);
    }

    @Test
    void shouldKeepServicesApartWithoutAGroup() {
        final SchedulerRig rig = rig(SchedulerKind.RR, 32).servers(1, 1, 1);
        rig.next(5, 5);
        final String server = rig.next(TestPacket.tcp(1000, TestPacket.SYN));
        assertThat(rig.next(new TestPacket().withTcp(1001, 443, TestPacket.SYN))).isNotEqualTo(server);
    }

    @Test
    void shouldGiveAClientAnotherServerWhenItsOwnIsDownOrDrains() {
        for (final ServerState state : List.of(ServerState.DOWN, ServerState.DRAINING)) {
            final SchedulerRig rig = rig(SchedulerKind.RR, 32).servers(1, 1);
            assertThat(rig.next(1, 1000)).isEqualTo("s1");
            rig.servers(SchedulerRig.server(1, 1, state, ServerSettings.DEFAULT), SchedulerRig.server(2, 1));
            assertThat(rig.next(1, 1001)).isEqualTo("s2");
            rig.servers(1, 1);
            assertThat(rig.next(1, 1002)).as("and stays there").isEqualTo("s2");
        }
    }

    @Test
    void shouldKeepAClientAtAServerThatIsAtItsLimit() {
        final SchedulerRig rig = rig(SchedulerKind.RR, 32)
                .servers(SchedulerRig.limited(1, 1, 1, 0), SchedulerRig.server(2, 1));
        assertThat(rig.next(1, 1000)).isEqualTo("s1");
        rig.connections("s1", 1);
        assertThat(rig.next(1, 1001)).isEqualTo("s1");
        assertThat(rig.next(2, 1001)).isEqualTo("s2");
    }

    @Test
    void shouldShareWhatWorkersKnow() {
        final PersistenceTable table = new PersistenceTable(64);
        final TableCompiler compiler = new TableCompiler();
        final ServiceSettings settings = persistent(Optional.empty(), 32);
        final SchedulerRig one = new SchedulerRig(Scheduling.of(SchedulerKind.RR), settings, table, compiler)
                .servers(1, 1);
        final SchedulerRig other = new SchedulerRig(Scheduling.of(SchedulerKind.RR), settings, table, compiler)
                .servers(1, 1);
        assertThat(one.next(1, 1000)).isEqualTo("s1");
        assertThat(other.next(1, 1001)).isEqualTo("s1");
        assertThat(other.next(1, 1002)).isEqualTo("s1");
    }

    @Test
    void shouldGiveAClientTheSameServerOnEveryDirectorWhenTheSchedulerIsStateless() {
        final SchedulerRig one = rig(SchedulerKind.MAGLEV, 24).servers(1, 1, 1);
        final SchedulerRig other = rig(SchedulerKind.MAGLEV, 24).servers(1, 1, 1);
        final Set<String> servers = new HashSet<>();
        for (int network = 0; network < 100; network++) {
            final int client = 0x0b00_0000 + (network << 8);
            final String server = one.next(TestPacket.tcp(1000, TestPacket.SYN).from(client + 1));
            servers.add(server);
            assertThat(other.next(TestPacket.tcp(7, TestPacket.SYN).from(client + 99))).isEqualTo(server);
        }
        assertThat(servers).hasSize(3);
    }

    @Test
    void shouldMakeRoomForANewClientWhereOneWouldEndFirst() {
        final PersistenceTable table = new PersistenceTable(8);
        for (int client = 0; client < 9; client++) {
            table.put(0, client, 1, 0, client, client == 3 ? 0 : 1, 100);
        }
        assertThat(table.find(0, 3, 1, 0, 50, 100)).isEqualTo(PersistenceTable.ABSENT);
        assertThat(table.find(0, 2, 1, 0, 50, 100)).isEqualTo(2);
        assertThat(table.find(0, 8, 1, 0, 50, 100)).isEqualTo(8);
        assertThat(table.find(0, 8, 2, 0, 50, 100)).as("another scope").isEqualTo(PersistenceTable.ABSENT);
    }
}
