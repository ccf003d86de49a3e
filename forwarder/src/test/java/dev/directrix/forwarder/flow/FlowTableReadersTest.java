package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

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
