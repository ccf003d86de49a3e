package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long ADDRESSES = 0xc633_6407_c000_020aL;
    private static final int PORTS = (40_000 << 16) | 80;
    private static final long HASH = 0x1234_5678_9abc_def0L;

    private final FlowTable table = new FlowTable(1000, FlowTimeouts.DEFAULT);

    @AfterEach
    void close() {
        table.close();
    }

    private void enter(final FlowState state) {
        table.advance(0);
        assertThat(table.insert(ADDRESSES, PORTS, state, HASH, 77)).isTrue();
    }

    private int findAt(final long nowNs, final boolean udp) {
        table.advance(nowNs);
        return table.find(ADDRESSES, PORTS, udp, HASH);
    }

    @Test
    void shouldFindWhatWasEntered() {
        enter(FlowState.ESTABLISHED);
        final int entry = findAt(0, false);
        assertThat(table.serverOf(entry)).isEqualTo(77);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.peek(ADDRESSES, PORTS, false, HASH, 0)).isEqualTo(77);
    }

    @Test
    void shouldTellFlowsOfOneHashApart() {
        enter(FlowState.ESTABLISHED);
        assertThat(table.find(ADDRESSES, PORTS, true, HASH)).as("udp").isEqualTo(FlowTable.ABSENT);
        assertThat(table.find(ADDRESSES, PORTS + 1, false, HASH)).as("port").isEqualTo(FlowTable.ABSENT);
        assertThat(table.find(ADDRESSES + 1, PORTS, false, HASH)).as("address").isEqualTo(FlowTable.ABSENT);
        assertThat(table.insert(ADDRESSES, PORTS, FlowState.UDP, HASH, 78)).isTrue();
        assertThat(table.serverOf(table.find(ADDRESSES, PORTS, true, HASH))).isEqualTo(78);
        assertThat(table.serverOf(table.find(ADDRESSES, PORTS, false, HASH))).isEqualTo(77);
    }

    @Test
    void shouldKeepATcpFlowForItsIdleTimeAndNoLonger() {
        enter(FlowState.ESTABLISHED);
        assertThat(findAt(300 * SECOND, false)).isNotEqualTo(FlowTable.ABSENT);
        assertThat(findAt(300 * SECOND + SECOND / 100, false)).isEqualTo(FlowTable.ABSENT);
        assertThat(table.size()).isZero();
    }

    @Test
    void shouldKeepAUdpFlowForItsIdleTimeAndNoLonger() {
        enter(FlowState.UDP);
        assertThat(findAt(60 * SECOND, true)).isNotEqualTo(FlowTable.ABSENT);
        assertThat(findAt(61 * SECOND, true)).isEqualTo(FlowTable.ABSENT);
    }

    @Test
    void shouldBeginTheIdleTimeAnewWithEachPacket() {
        enter(FlowState.ESTABLISHED);
        for (long now = 0; now < 2000 * SECOND; now += 299 * SECOND) {
            final int entry = findAt(now, false);
            assertThat(entry).as("at %d s", now / SECOND).isNotEqualTo(FlowTable.ABSENT);
            table.touch(entry, false);
        }
    }

    @Test
    void shouldShortenTheIdleTimeOnceTheClientCloses() {
        enter(FlowState.ESTABLISHED);
        table.touch(findAt(0, false), true);
        assertThat(table.isClosing(findAt(15 * SECOND, false))).isTrue();
        assertThat(findAt(16 * SECOND, false)).isEqualTo(FlowTable.ABSENT);
    }

    @Test
    void shouldRemoveIdleFlowsWithoutAnyLookUp() {
        enter(FlowState.UDP);
        long removed = 0;
        for (long now = 0; now < 70 * SECOND; now += SECOND / 1000) {
            removed += table.advance(now);
        }
        assertThat(removed).isEqualTo(1);
        assertThat(table.size()).isZero();
    }

    @Test
    void shouldReadTimeThatGoesBackAsStandingStill() {
        table.advance(100 * SECOND);
        assertThat(table.insert(ADDRESSES, PORTS, FlowState.ESTABLISHED, HASH, 77)).isTrue();
        final int entry = findAt(50 * SECOND, false);
        table.touch(entry, false);
        assertThat(findAt(400 * SECOND, false)).isNotEqualTo(FlowTable.ABSENT);
        assertThat(findAt(401 * SECOND, false)).isEqualTo(FlowTable.ABSENT);
    }

    @Test
    void shouldLiveThroughTheWrapOfItsClock() {
        final long wrap = (1L << 31) << FlowTable.TICK_SHIFT;
        table.advance(wrap - SECOND);
        assertThat(table.insert(ADDRESSES, PORTS, FlowState.ESTABLISHED, HASH, 77)).isTrue();
        assertThat(findAt(wrap + 298 * SECOND, false)).isNotEqualTo(FlowTable.ABSENT);
        assertThat(findAt(wrap + 300 * SECOND, false)).isEqualTo(FlowTable.ABSENT);
    }

    @Test
    void shouldTakeNegativeTime() {
        table.advance(-5 * SECOND);
        assertThat(table.insert(ADDRESSES, PORTS, FlowState.UDP, HASH, 1)).isTrue();
        assertThat(findAt(54 * SECOND, true)).isNotEqualTo(FlowTable.ABSENT);
        assertThat(findAt(56 * SECOND, true)).isEqualTo(FlowTable.ABSENT);
    }

    @Test
    void shouldForgetIdleFlowsInOneRoundWhileItsWorkerSleeps() {
        try (FlowTable large = new FlowTable(1_000_000, FlowTimeouts.DEFAULT)) {
            large.advance(0);
            for (int i = 0; i < 20; i++) {
                final long hash = HASH + i * 0x0123_4567_89ab_cdefL;
                assertThat(large.insert(ADDRESSES + i, PORTS, FlowState.UDP, hash, 1)).isTrue();
            }
            int removed = 0;
            for (long nowMs = 61_000; nowMs <= 66_000; nowMs += 100) {
                removed += large.advanceIdle(nowMs * 1_000_000);
            }
            assertThat(removed).isEqualTo(20);
            assertThat(large.size()).isZero();
        }
    }

    @Test
    void shouldCountTheLiveFlowsOfEachServer() {
        table.advance(0);
        for (int i = 0; i < 20; i++) {
            final long hash = HASH + i * 0x0123_4567_89ab_cdefL;
            assertThat(table.insert(ADDRESSES + i, PORTS, i < 5 ? FlowState.UDP : FlowState.ESTABLISHED, hash, i % 2))
                    .isTrue();
        }
        final long[] soon = new long[2];
        table.countByServer(SECOND, soon);
        assertThat(soon).containsExactly(10, 10);
        final long[] afterUdpIsIdle = new long[1];
        table.countByServer(100 * SECOND, afterUdpIsIdle);
        assertThat(afterUdpIsIdle).containsExactly(7);
    }

    @Test
    void shouldShowItsFlows() {
        enter(FlowState.ESTABLISHED);
        table.touch(findAt(SECOND, false), false);
        table.reassign(findAt(SECOND, false), 78);
        final List<FlowRecord> seen = new ArrayList<>();
        table.forEach(3 * SECOND, seen::add);
        assertThat(seen).singleElement().satisfies(flow -> {
            assertThat(flow.key()).isEqualTo(new FlowKey(
                    Protocol.TCP, Addresses.ofInt(0xc633_6407), 40_000, Addresses.ofInt(0xc000_020a), 80));
            assertThat(flow.serverId()).isEqualTo(78);
            assertThat(flow.packets()).isEqualTo(2);
            assertThat(flow.state()).isEqualTo(FlowState.ESTABLISHED);
            assertThat(flow.idleNs()).isBetween(2 * SECOND - (2 << 20), 2 * SECOND + (2 << 20));
        });
        table.forEach(400 * SECOND, flow -> assertThat(flow).as("an idle flow").isNull());
    }

    @Test
    void shouldRefuseFlowsOverItsCapacityUntilOneIsOver() {
        try (FlowTable small = new FlowTable(2, FlowTimeouts.ofIdle(Duration.ofSeconds(10), Duration.ofSeconds(10)))) {
            small.advance(0);
            assertThat(small.insert(1, 1, FlowState.UDP, 11, 1)).isTrue();
            small.advance(5 * SECOND);
            assertThat(small.insert(2, 2, FlowState.UDP, 22, 1)).isTrue();
            assertThat(small.insert(3, 3, FlowState.UDP, 33, 1)).isFalse();
            small.advance(11 * SECOND);
            assertThat(small.insert(3, 3, FlowState.UDP, 33, 1)).isTrue();
            assertThat(small.find(2, 2, true, 22)).isNotEqualTo(FlowTable.ABSENT);
            assertThat(small.find(1, 1, true, 11)).isEqualTo(FlowTable.ABSENT);
        }
    }

    @Test
    void shouldHoldItsWholeCapacityAndFindEachFlowOfIt() {
        final int capacity = 300_000;
        final SplittableRandom random = new SplittableRandom(9);
        final long[] hashes = random.longs(capacity).toArray();
        try (FlowTable large = new FlowTable(capacity, FlowTimeouts.DEFAULT)) {
            large.advance(0);
            int refused = 0;
            for (int i = 0; i < capacity; i++) {
                refused += large.insert(i, i, FlowState.ESTABLISHED, hashes[i], i) ? 0 : 1;
            }
            int found = 0;
            for (int i = 0; i < capacity; i++) {
                final int entry = large.find(i, i, false, hashes[i]);
                found += entry != FlowTable.ABSENT && large.serverOf(entry) == i ? 1 : 0;
            }
            assertThat(refused).as("no room before the table is full").isLessThan(capacity / 10_000);
            assertThat(found).isEqualTo(capacity - refused).isEqualTo(large.size());
        }
    }

    @Test
    void shouldCostAtMost32BytesAFlow() {
        for (final int capacity : new int[] {10_000, 1_048_576}) {
            try (FlowTable sized = new FlowTable(capacity, FlowTimeouts.DEFAULT)) {
                assertThat((double) sized.memoryBytes() / capacity).isLessThanOrEqualTo(32.0);
            }
        }
    }

    @Test
    void shouldStopThePacketCountAtItsMaximum() {
        long word2 = FlowEntry.word2(5, FlowState.UDP.inClass(31));
        word2 = (word2 & 0xffff_ffffL) | (0xffff_fffeL << 32);
        word2 = FlowEntry.withPacket(FlowEntry.withPacket(FlowEntry.withPacket(word2)));
        assertThat(FlowEntry.packetsOf(word2)).isEqualTo(0xffff_ffffL);
        assertThat(FlowEntry.serverOf(word2)).isEqualTo(5);
        assertThat(FlowEntry.isUdp(word2)).isTrue();
    }

    @Test
    void shouldRefuseACapacityThatCannotBe() {
        assertThatThrownBy(() -> new FlowTable(0, FlowTimeouts.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("flow capacity 0");
        assertThatThrownBy(() -> new FlowTable(Integer.MAX_VALUE, FlowTimeouts.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1..1000000000");
    }
}
