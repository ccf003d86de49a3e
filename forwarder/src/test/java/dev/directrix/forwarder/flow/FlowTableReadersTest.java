package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Readers beside the writer: what they see was true at some moment, never a mixture. */
class FlowTableReadersTest {
    /** The server of a flow in this test says which flow it is. */
    private static int serverOf(final long flow) {
        return (int) (flow * 7919 & FlowEntry.MAX_SERVER_ID);
    }

    private static long hashOf(final long flow) {
        final long mixed = flow * 0x9e3779b97f4a7c15L;
        return (mixed ^ (mixed >>> 32)) * 0xbf58476d1ce4e5b9L;
    }

    @Test
    void shouldNeverShowAMixtureOfTwoFlows() {
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicLong shown = new AtomicLong();
        try (FlowTable table = new FlowTable(256, FlowTimeouts.DEFAULT)) {
            table.advance(0);
            final CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> read(table, stop, shown));
            final Random random = new Random(5);
            long steps = 0;
            while (steps < 2_000_000 || (shown.get() < 10_000 && !reader.isDone())) {
                final long flow = random.nextInt(600);
                final int entry = table.find(flow, (int) flow, false, hashOf(flow));
                if (entry != FlowTable.ABSENT) {
                    table.remove(entry);
                } else {
                    table.insert(flow, (int) flow, FlowState.ESTABLISHED, hashOf(flow), serverOf(flow));
                }
                steps++;
            }
            stop.set(true);
            reader.join();
        }
        assertThat(shown.get()).isGreaterThanOrEqualTo(10_000);
    }

    /** Half of the flows stay while others come and go in a table so full that entries are moved. */
    @Test
    void shouldMissNoFlowThatStays() {
        final int flows = 240;
        final AtomicBoolean stop = new AtomicBoolean();
        try (FlowTable table = new FlowTable(256, FlowTimeouts.DEFAULT)) {
            table.advance(0);
            for (long flow = 0; flow < flows / 2; flow++) {
                assertThat(table.insert(flow, (int) flow, FlowState.ESTABLISHED, hashOf(flow), serverOf(flow)))
                        .isTrue();
            }
            final CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
                int complete = 0;
                while (!stop.get() || complete == 0) {
                    final BitSet seen = new BitSet();
                    if (table.visit(0, (_, _, _, destination, _, _, server, _) -> {
                        assertThat(server).isEqualTo(serverOf(destination));
                        seen.set((int) destination);
                    })) {
                        complete++;
                        assertThat(seen.nextClearBit(0)).isGreaterThanOrEqualTo(flows / 2);
                    }
                }
                return complete;
            });
            final Random random = new Random(7);
            for (int step = 0; step < 3_000_000 && !reader.isDone(); step++) {
                final long flow = (long) flows / 2 + random.nextInt(flows);
                final int entry = table.find(flow, (int) flow, false, hashOf(flow));
                if (entry != FlowTable.ABSENT) {
                    table.remove(entry);
                } else {
                    table.insert(flow, (int) flow, FlowState.ESTABLISHED, hashOf(flow), serverOf(flow));
                }
            }
            stop.set(true);
            assertThat(reader.join()).isPositive();
        }
    }

    @Test
    void shouldShowFlowsAsNumbers() {
        try (FlowTable table = new FlowTable(16, FlowTimeouts.DEFAULT);
                FlowTable6 wide = new FlowTable6(16, new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE)) {
            table.advance(0);
            wide.advance(0);
            table.insert(0xc633_6407_c000_020aL, 0x1234_0050, FlowState.UDP, 5, 9);
            wide.insert(1, 2, 3, 4, 0x4321_0050, FlowState.ESTABLISHED.inClass(TimeoutClasses.DEFAULT), 6, 8);
            final List<String> shown = new ArrayList<>();
            final LiveFlowVisitor visitor = (sourceHigh, sourceLow, high, low, ports, udp, server, idleNs) ->
                    shown.add(Long.toHexString(sourceHigh) + " " + Long.toHexString(sourceLow) + " "
                            + Long.toHexString(high) + " " + Long.toHexString(low) + " " + Integer.toHexString(ports)
                            + " " + udp + " " + server + " " + idleNs / 1_000_000_000L);
            assertThat(table.visit(10_500_000_000L, visitor)).isTrue();
            assertThat(wide.visit(10_500_000_000L, visitor)).isTrue();
            assertThat(shown).containsExactly(
                    "0 ffffc6336407 0 ffffc000020a 12340050 true 9 10", "1 2 3 4 43210050 false 8 10");
            shown.clear();
            assertThat(table.visit(100_000_000_000L, visitor)).isTrue();
            assertThat(shown).as("over its idle time").isEmpty();
        }
    }

    private static void read(final FlowTable table, final AtomicBoolean stop, final AtomicLong shown) {
        final Random random = new Random(6);
        while (!stop.get()) {
            table.forEach(0, flow -> {
                final int id = (flow.key().sourcePort() << 16) | flow.key().destinationPort();
                assertThat(flow.serverId()).isEqualTo(serverOf(id));
                assertThat(flow.key().destination().hashCode()).isEqualTo(id);
                shown.incrementAndGet();
            });
            for (int i = 0; i < 1000; i++) {
                final long flow = random.nextInt(600);
                assertThat(table.peek(flow, (int) flow, false, hashOf(flow), 0))
                        .isIn(FlowTable.ABSENT, serverOf(flow));
            }
        }
    }
}
