package dev.directrix.forwarder.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.PortRange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocalPortsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long SERVER = Addresses.mapped(0x0a00_0001);
    private static final NatSettings ONE = settings(new PortRange(1024, 65535), "192.0.2.100");
    private static final NatSettings SMALL = settings(new PortRange(2000, 2009), "192.0.2.100", "192.0.2.101");

    private static NatSettings settings(final PortRange range, final String... addresses) {
        return new NatSettings(
                List.of(addresses).stream().map(InetAddress::ofLiteral).toList(), range, false);
    }

    private static LocalPorts ports(final int worker, final int workers, final NatSettings... all) {
        final LocalPorts ports = new LocalPorts(worker, workers, Duration.ofSeconds(2));
        ports.prepare(Set.of(all));
        return ports;
    }

    private static long take(final LocalPorts ports, final NatSettings settings, final long server, final long now) {
        return ports.take(settings, 0, server, 80, false, now);
    }

    private static void release(
            final LocalPorts ports, final long endpoint, final long server, final boolean rests, final long now) {
        ports.release(ports.high(endpoint), ports.low(endpoint), 0, server, 80 << 16 | LocalPorts.port(endpoint),
                false, rests, now);
    }

    @Test
    void shouldGiveEachEndpointOnceUntilAllAreTakenAndCountWhatFoundNone() {
        final LocalPorts ports = ports(0, 1, SMALL);
        final Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            final long taken = take(ports, SMALL, SERVER, 0);
            assertThat(LocalPorts.port(taken)).isBetween(2000, 2009);
            assertThat(Addresses.ofLongs(ports.high(taken), ports.low(taken))).isIn(SMALL.localAddresses());
            assertThat(seen.add(taken)).isTrue();
        }
        assertThat(take(ports, SMALL, SERVER, 0)).isEqualTo(LocalPorts.EXHAUSTED);
        assertThat(ports.exhausted()).isEqualTo(1);
        assertThat(ports.taken()).isEqualTo(20);
    }

    @Test
    void shouldUseTheAddressesInTurn() {
        final LocalPorts ports = ports(0, 1, SMALL);
        assertThat(ports.low(take(ports, SMALL, SERVER, 0))).isNotEqualTo(ports.low(take(ports, SMALL, SERVER, 0)));
    }

    @Test
    void shouldLetAPortRestForOneToTwoPeriods() {
        final LocalPorts ports = ports(0, 1, settings(new PortRange(2000, 2000), "192.0.2.100"));
        final NatSettings single = settings(new PortRange(2000, 2000), "192.0.2.100");
        final long taken = take(ports, single, SERVER, 0);
        release(ports, taken, SERVER, true, SECOND);
        assertThat(take(ports, single, SERVER, 2 * SECOND)).isEqualTo(LocalPorts.EXHAUSTED);
        assertThat(take(ports, single, SERVER, 3 * SECOND - 1)).isEqualTo(LocalPorts.EXHAUSTED);
        assertThat(take(ports, single, SERVER, 5 * SECOND)).isEqualTo(taken);
        release(ports, taken, SERVER, false, 5 * SECOND);
        assertThat(take(ports, single, SERVER, 5 * SECOND)).as("one that never was used").isEqualTo(taken);
        release(ports, taken, SERVER, true, 5 * SECOND);
        assertThat(take(ports, single, SERVER, 100 * SECOND)).as("after a long silence").isEqualTo(taken);
    }

    @Test
    void shouldFitFarMoreConnectionsThanPortsByUsingOnePortTowardsSeveralServers() {
        final LocalPorts ports = ports(0, 1, ONE);
        long taken = 0;
        for (int server = 0; server < 100; server++) {
            for (int i = 0; i < 5_000; i++) {
                taken += take(ports, ONE, SERVER + server, 0) == LocalPorts.EXHAUSTED ? 0 : 1;
            }
        }
        assertThat(taken).isEqualTo(500_000);
        assertThat(ports.taken()).isEqualTo(500_000);
    }

    @Test
    void shouldNeverGiveOneServerTheSameEndpointTwiceThroughTwoPools() {
        final NatSettings both = settings(new PortRange(1024, 2023), "192.0.2.100", "192.0.2.101");
        final LocalPorts ports = ports(0, 1, ONE, both);
        final Set<String> seen = new HashSet<>();
        for (int i = 0; i < 900; i++) {
            for (final NatSettings settings : List.of(ONE, both)) {
                final long taken = take(ports, settings, SERVER, 0);
                assertThat(seen.add(ports.low(taken) + ":" + LocalPorts.port(taken))).isTrue();
            }
        }
    }

    @Test
    void shouldGiveOnlyPortsThatNameTheWorker() {
        for (int worker = 0; worker < 3; worker++) {
            final LocalPorts ports = ports(worker, 3, SMALL);
            int count = 0;
            for (long taken = take(ports, SMALL, SERVER, 0);
                    taken != LocalPorts.EXHAUSTED;
                    taken = take(ports, SMALL, SERVER, 0)) {
                assertThat(LocalPorts.workerOf(LocalPorts.port(taken), 3)).isEqualTo(worker);
                count++;
            }
            assertThat(count).isEqualTo(2 * (worker == 2 ? 4 : 3));
        }
        assertThatThrownBy(() -> new LocalPorts(3, 3, Duration.ZERO)).hasMessageContaining("worker 3");
    }

    @Test
    void shouldTakeLocalAddressesOfTheServersFamily() {
        final NatSettings mixed = settings(new PortRange(1, 65535), "192.0.2.100", "2001:db8::64");
        final LocalPorts ports = ports(0, 1, mixed);
        final InetAddress server = InetAddress.ofLiteral("2001:db8:1::1");
        final long six =
                ports.take(mixed, Addresses.high(server), Addresses.low(server), 80, true, 0);
        assertThat(Addresses.ofLongs(ports.high(six), ports.low(six))).isEqualTo(InetAddress.ofLiteral("2001:db8::64"));
        final long four = take(ports, mixed, SERVER, 0);
        assertThat(Addresses.ofLongs(ports.high(four), ports.low(four)))
                .isEqualTo(InetAddress.ofLiteral("192.0.2.100"));
        assertThat(ports.take(ONE, Addresses.high(server), Addresses.low(server), 80, true, 0))
                .as("a pool that was not prepared, and has no such address").isEqualTo(LocalPorts.EXHAUSTED);
    }

    @Test
    void shouldKeepWhatIsTakenOverANewConfiguration() {
        final LocalPorts ports = ports(0, 1, SMALL);
        final long taken = take(ports, SMALL, SERVER, 0);
        ports.prepare(Set.of(ONE));
        release(ports, taken, SERVER, false, 0);
        ports.prepare(Set.of(SMALL));
        final Set<Long> all = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            all.add(take(ports, SMALL, SERVER, 0));
        }
        assertThat(all).hasSize(20).contains(taken).doesNotContain(LocalPorts.EXHAUSTED);
    }

    @Test
    void shouldDoWhatASetDoesOverALongHistory() {
        final Random random = new Random(4);
        final LocalPorts ports = ports(1, 2, SMALL, ONE);
        final Map<String, Deque<Long>> held = new HashMap<>();
        final Set<String> live = new HashSet<>();
        long now = 0;
        for (int step = 0; step < 100_000; step++) {
            now += random.nextInt(2_000_000);
            final NatSettings settings = random.nextInt(3) == 0 ? SMALL : ONE;
            final long server = SERVER + random.nextInt(5);
            final String owner = String.valueOf(server);
            final Deque<Long> mine = held.computeIfAbsent(owner, _ -> new ArrayDeque<>());
            if (random.nextInt(100) < 48 && !mine.isEmpty()) {
                final long endpoint = random.nextBoolean() ? mine.removeFirst() : mine.removeLast();
                live.remove(owner + "/" + endpoint);
                release(ports, endpoint, server, random.nextBoolean(), now);
            } else {
                final long taken = take(ports, settings, server, now);
                if (taken != LocalPorts.EXHAUSTED) {
                    assertThat(live.add(owner + "/" + taken)).as("step %d", step).isTrue();
                    assertThat(LocalPorts.port(taken) % 2).isEqualTo(1);
                    mine.add(taken);
                }
            }
        }
        assertThat(ports.taken()).isEqualTo(live.size());
        assertThat(new ArrayList<>(live)).isNotEmpty();
    }
}
