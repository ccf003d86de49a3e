package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Long random histories of translated flows beside a map, and beside readers of another thread. */
class NatTableModelTest {
    private static final long TICK_NS = 1L << FlowStore.TICK_SHIFT;
    private static final FlowHash HASH = FlowHash.of(Seed.ofHex("000102030405060708090a0b0c0d0e0f"));
    private static final long VIP = Addresses.mapped(0xc000_020a);
    private static final int CLIENT_PORTS = 40_000 << 16 | 80;
    private static final int SERVER_PORT = 8080;
    private static final NatSettings LOCAL = new NatSettings(
            List.of(InetAddress.ofLiteral("10.0.0.100")), new PortRange(1024, 65535), false);

    private final LocalPorts ports = new LocalPorts(0, 1, Duration.ofMillis(10));
    private final NatFlow flow = new NatFlow();
    private long now;

    private static long clientOf(final int number) {
        return Addresses.mapped(0xc633_0000 + number);
    }

    /** A server's address says which client's it is, so that a mixture of two flows is seen. */
    private static long serverOf(final int number) {
        return Addresses.mapped(0x0a00_0000 + number);
    }

    private static long hashOf(final long from, final long to, final int both) {
        return HASH.hash4((int) from, (int) to, both >>> 16, both & 0xffff, 6);
    }

    private int find(final NatTable table, final int number) {
        return table.find(0, clientOf(number), 0, VIP, CLIENT_PORTS, false,
                hashOf(clientOf(number), VIP, CLIENT_PORTS), number % 64);
    }

    private int open(final NatTable table, final int number, final FlowState state) {
        final long local = ports.take(LOCAL, 0, serverOf(number), SERVER_PORT, false, now);
        assertThat(local).isNotEqualTo(LocalPorts.EXHAUSTED);
        flow.client(0, clientOf(number), 0, VIP, CLIENT_PORTS, false)
                .server(number, 0, serverOf(number), SERVER_PORT)
                .local(0, ports.low(local), LocalPorts.port(local));
        final int entry = table.insert(flow, state.inClass(0), hashOf(clientOf(number), VIP, CLIENT_PORTS));
        if (entry < 0) {
            ports.release(0, ports.low(local), 0, serverOf(number),
                    SERVER_PORT << 16 | LocalPorts.port(local), false, false, now);
        }
        return entry;
    }

    private static int answer(final NatTable table, final int number, final int localPort, final NatFlow seen) {
        final long local = Addresses.mapped(0x0a00_0064);
        final int both = SERVER_PORT << 16 | localPort;
        return table.answer(0, serverOf(number), 0, local, both, false, hashOf(serverOf(number), local, both), seen);
    }

    @Test
    void shouldDoWhatAMapDoes() {
        final Random random = new Random(8);
        final ActiveFlows counts = new ActiveFlows();
        final Map<Integer, int[]> model = new HashMap<>();
        final int idle = (int) Math.ceilDiv(FlowTimeouts.DEFAULT.tcp().toNanos(), TICK_NS);
        ports.prepare(Set.of(LOCAL));
        int full = 0;
        try (NatTable table = new NatTable(
                500, false, HASH, new TimeoutClasses(FlowTimeouts.DEFAULT), counts, ports)) {
            for (int step = 0; step < 300_000; step++) {
                now += random.nextInt(300) == 0 ? random.nextLong(60_000 * TICK_NS) : random.nextLong(4 * TICK_NS);
                final int tick = (int) (now >> FlowStore.TICK_SHIFT);
                table.advance(now);
                final int number = random.nextInt(1200);
                final int entry = find(table, number);
                final int[] known = model.get(number);
                final boolean live = known != null && tick - known[0] <= idle;
                assertThat(entry >= 0).as("step %d: flow %d", step, number).isEqualTo(live);
                if (live) {
                    table.read(entry, flow);
                    assertThat(flow.serverLow()).isEqualTo(serverOf(number));
                    assertThat(answer(table, number, flow.localPort(), flow)).isEqualTo(entry);
                    assertThat(flow.clientLow()).isEqualTo(clientOf(number));
                    if (random.nextInt(4) == 0) {
                        table.remove(entry);
                        model.remove(number);
                    } else {
                        table.touch(entry, TcpEvent.DATA);
                        known[0] = tick;
                    }
                } else if (open(table, number, FlowState.ESTABLISHED) >= 0) {
                    model.put(number, new int[] {tick});
                } else {
                    model.remove(number);
                    full++;
                }
                assertThat(table.size()).isBetween(0, 500);
                assertThat(ports.taken()).isEqualTo(table.size());
                assertThat(counts.active).isEqualTo(table.size());
            }
        }
        assertThat(full).isPositive();
    }

    @Test
    void shouldNeverShowAnotherWorkerAMixtureOfTwoFlows() {
        ports.prepare(Set.of(LOCAL));
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicLong found = new AtomicLong();
        try (NatTable table = new NatTable(
                200, false, HASH, new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE, ports)) {
            table.advance(0);
            final CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> read(table, stop, found));
            final Random random = new Random(9);
            for (int step = 0; step < 500_000 || (found.get() < 1000 && !reader.isDone()); step++) {
                now += TICK_NS / 100;
                table.advance(now);
                final int number = random.nextInt(400);
                final int entry = find(table, number);
                if (entry == NatTable.ABSENT) {
                    open(table, number, FlowState.ESTABLISHED);
                } else {
                    table.touch(entry, TcpEvent.DATA);
                    if (random.nextInt(3) == 0) {
                        table.remove(entry);
                    }
                }
            }
            stop.set(true);
            reader.join();
        }
        assertThat(found.get()).isGreaterThanOrEqualTo(1000);
    }

    private static void read(final NatTable table, final AtomicBoolean stop, final AtomicLong found) {
        final Random random = new Random(10);
        final NatFlow seen = new NatFlow();
        while (!stop.get()) {
            table.forEach(0, each -> {
                final int number = each.serverId();
                assertThat(Addresses.low(each.key().source())).isEqualTo(clientOf(number));
                final int entry = answer(table, number, each.local().orElseThrow().getPort(), seen);
                if (entry != NatTable.ABSENT) {
                    assertThat(seen.clientLow()).isEqualTo(clientOf(number));
                    assertThat(seen.serverId()).isEqualTo(number);
                    table.noteAnswer(entry, random.nextInt(100) == 0 ? TcpEvent.FIN : TcpEvent.DATA, 0);
                    found.incrementAndGet();
                }
            });
        }
    }
}
