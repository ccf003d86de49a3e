package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long random histories, each step compared with a plain map that knows the same rules. */
class FlowTableModelTest {
    private static final FlowTimeouts TIMEOUTS = new FlowTimeouts(
            Duration.ofSeconds(30), Duration.ofSeconds(12), Duration.ofSeconds(2), Duration.ofSeconds(3));

    private record Key(long addresses, int ports, boolean udp) {
        /** Few distinct hashes, so that tags and groups collide often. */
        long hash(final int hashBits) {
            final long mixed = (addresses * 31 + ports * 0x9e3779b97f4a7c15L + (udp ? 1 : 0)) * 0xbf58476d1ce4e5b9L;
            final long spread = (mixed ^ (mixed >>> 29)) * 0x94d049bb133111ebL;
            return hashBits == 64 ? spread : (spread & -(1L << (64 - hashBits))) | (spread & 3);
        }
    }

    private static final class Model {
        private final Map<Key, long[]> flows = new HashMap<>();

        void put(final Key key, final int server, final int tick) {
            flows.put(key, new long[] {server, tick, 0, 1});
        }

        boolean isLive(final Key key, final int tick) {
            final long[] flow = flows.get(key);
            return flow != null && tick - (int) flow[1] <= idleTicks(key, flow[2] != 0);
        }

        static int idleTicks(final Key key, final boolean closing) {
            final Duration idle = closing ? TIMEOUTS.closing() : key.udp ? TIMEOUTS.udp() : TIMEOUTS.tcp();
            return (int) Math.ceilDiv(idle.toNanos(), 1L << FlowTable.TICK_SHIFT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3000, 64, 900, 0, false", "2, 500, 6, 900, 0, true", "3, 40, 64, 400, 0, true",
        "4, 800, 64, 1500, 0, true", "5, 300, 64, 3000, -1, true", "6, 3, 64, 20, 0, true",
        "7, 3000, 64, 900, 2251799813685248, false"
    })
    void shouldDoWhatAMapDoes(
            final int seed,
            final int capacity,
            final int hashBits,
            final int keys,
            final long start,
            final boolean mayRefuse) {
        final Random random = new Random(seed);
        final Model model = new Model();
        final long tickNs = 1L << FlowTable.TICK_SHIFT;
        long now = start - 20_000 * tickNs;
        long refused = 0;
        long entered = 0;
        try (FlowTable table = new FlowTable(capacity, TIMEOUTS)) {
            for (int step = 0; step < 200_000; step++) {
                now += random.nextInt(40) == 0 ? random.nextLong(2000 * tickNs) : random.nextLong(4 * tickNs);
                final int tick = (int) (now >> FlowTable.TICK_SHIFT);
                table.advance(now);
                final Key key = new Key(random.nextInt(keys), random.nextInt(3), random.nextInt(4) == 0);
                final long hash = key.hash(hashBits);
                final int entry = table.find(key.addresses, key.ports, key.udp, hash);
                final boolean live = model.isLive(key, tick);
                assertThat(entry != FlowTable.ABSENT).as("step %d: %s", step, key).isEqualTo(live);
                if (live) {
                    change(table, model, key, entry, tick, random.nextInt(10));
                } else {
                    model.flows.remove(key);
                    final int server = random.nextInt(FlowEntry.MAX_SERVER_ID + 1);
                    final FlowState state = key.udp ? FlowState.UDP : FlowState.ESTABLISHED;
                    if (table.insert(key.addresses, key.ports, state, hash, server)) {
                        model.put(key, server, tick);
                        entered++;
                    } else {
                        refused++;
                        assertThat(table.size()).as("refused only when there is little room")
                                .isGreaterThan(hashBits < 64 ? 0 : (int) (capacity * 0.95) - 1);
                    }
                }
                assertThat(table.size()).isBetween(0, capacity);
            }
            compareAll(table, model, now);
        }
        assertThat(entered).isPositive();
        assertThat(refused > 0).as("refused %d of %d", refused, entered + refused).isEqualTo(mayRefuse);
    }

    private static void change(
            final FlowTable table, final Model model, final Key key, final int entry, final int tick, final int how) {
        final long[] flow = model.flows.get(key);
        assertThat(table.serverOf(entry)).isEqualTo((int) flow[0]);
        if (how == 0) {
            table.remove(entry);
            model.flows.remove(key);
        } else if (how == 1) {
            table.reassign(entry, 9);
            flow[0] = 9;
        } else {
            final boolean closing = how == 2 && !key.udp;
            table.touch(entry, closing);
            flow[1] = tick;
            flow[2] = closing ? 1 : flow[2];
            flow[3]++;
        }
    }

    private static void compareAll(final FlowTable table, final Model model, final long now) {
        final int tick = (int) (now >> FlowTable.TICK_SHIFT);
        final Map<Key, Long> shown = new HashMap<>();
        table.forEach(now, flow -> {
            final byte[] source = flow.key().source().getAddress();
            final byte[] vip = flow.key().destination().getAddress();
            final long addresses = ByteBuffer.allocate(8).put(source).put(vip).getLong(0);
            final int ports = (flow.key().sourcePort() << 16) | flow.key().destinationPort();
            shown.put(new Key(addresses, ports, flow.state() == FlowState.UDP), flow.packets());
        });
        final Map<Key, Long> expected = new HashMap<>();
        model.flows.forEach((key, flow) -> {
            if (model.isLive(key, tick)) {
                expected.put(key, flow[3]);
            }
        });
        assertThat(shown).isEqualTo(expected).isNotEmpty();
    }
}
