package dev.directrix.forwarder.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowTable6Test {
    private static final long SECOND = 1_000_000_000L;
    private static final long CLIENT_HIGH = 0x2001_0db8_0009_0000L;
    private static final long VIP_HIGH = 0x2001_0db8_0000_0000L;
    private static final int PORTS = (40_000 << 16) | 443;

    private final ActiveFlows counts = new ActiveFlows();
    private final FlowTable6 table = new FlowTable6(5000, new TimeoutClasses(FlowTimeouts.DEFAULT), counts);

    @AfterEach
    void close() {
        table.close();
    }

    private int find(final long client, final boolean udp, final long hash) {
        return table.find(CLIENT_HIGH, client, VIP_HIGH, 16, PORTS, udp, hash);
    }

    private boolean insert(final long client, final FlowState state, final long hash, final int server) {
        return table.insert(CLIENT_HIGH, client, VIP_HIGH, 16, PORTS, state.inClass(0), hash, server);
    }

    @Test
    void shouldTellFlowsApartByEveryPartOfTheirAddresses() {
        table.advance(0);
        assertThat(insert(7, FlowState.ESTABLISHED, 99, 5)).isTrue();
        assertThat(table.serverOf(find(7, false, 99))).isEqualTo(5);
        assertThat(table.find(CLIENT_HIGH + 1, 7, VIP_HIGH, 16, PORTS, false, 99)).isEqualTo(FlowStore.ABSENT);
        assertThat(table.find(CLIENT_HIGH, 8, VIP_HIGH, 16, PORTS, false, 99)).isEqualTo(FlowStore.ABSENT);
        assertThat(table.find(CLIENT_HIGH, 7, VIP_HIGH + 1, 16, PORTS, false, 99)).isEqualTo(FlowStore.ABSENT);
        assertThat(table.find(CLIENT_HIGH, 7, VIP_HIGH, 17, PORTS, false, 99)).isEqualTo(FlowStore.ABSENT);
        assertThat(table.find(CLIENT_HIGH, 7, VIP_HIGH, 16, PORTS + 1, false, 99)).isEqualTo(FlowStore.ABSENT);
        assertThat(find(7, true, 99)).isEqualTo(FlowStore.ABSENT);
        assertThat(table.peek(CLIENT_HIGH, 7, VIP_HIGH, 16, PORTS, false, 99, 0)).isEqualTo(5);
        assertThat(table.peek(CLIENT_HIGH, 7, VIP_HIGH, 16, PORTS, false, 99, 301 * SECOND))
                .isEqualTo(FlowStore.ABSENT);
    }

    @Test
    void shouldHoldItsCapacityAndExpireAllOfIt() {
        final long[] hashes = new SplittableRandom(3).longs(5000).toArray();
        table.advance(0);
        int entered = 0;
        for (int i = 0; i < 5000; i++) {
            entered += insert(i, FlowState.UDP, hashes[i], i) ? 1 : 0;
        }
        assertThat(entered).isGreaterThan(4990).isEqualTo(table.size());
        assertThat(counts.active).isEqualTo(entered);
        for (int i = 0; i < 5000; i++) {
            final int entry = find(i, true, hashes[i]);
            assertThat(entry == FlowStore.ABSENT || table.serverOf(entry) == i).isTrue();
        }
        int expired = table.advanceIdle(60 * SECOND);
        for (long now = 60 * SECOND; now < 61 * SECOND; now += SECOND / 100) {
            expired += table.advanceIdle(now);
        }
        assertThat(expired).isEqualTo(entered);
        assertThat(table.size()).isZero();
        assertThat(counts.active).isZero();
    }

    @Test
    void shouldTellItsListenerOfEveryChange() {
        table.advance(0);
        insert(1, FlowState.ESTABLISHED, 11, 5);
        assertThat(counts.active).isEqualTo(1);
        table.touch(find(1, false, 11), TcpEvent.FIN);
        assertThat(counts.active).isZero();
        assertThat(counts.inactive).isEqualTo(1);
        table.touch(find(1, false, 11), TcpEvent.RST);
        table.touch(find(1, false, 11), TcpEvent.FIN);
        assertThat(counts.inactive).isEqualTo(1);
        assertThat(table.stateOf(find(1, false, 11))).isEqualTo(FlowState.RESET);
        table.reassign(find(1, false, 11), 6);
        assertThat(counts.inactive).isEqualTo(1);
        table.remove(find(1, false, 11));
        assertThat(counts.inactive).isZero();
    }

    @Test
    void shouldShowItsFlows() {
        table.advance(0);
        insert(7, FlowState.UDP, 99, 5);
        final List<FlowRecord> shown = new ArrayList<>();
        table.forEach(0, shown::add);
        assertThat(shown).singleElement().satisfies(flow -> {
            assertThat(flow.key()).hasToString("udp [2001:db8:9:0:0:0:0:7]:40000 [2001:db8:0:0:0:0:0:10]:443");
            assertThat(flow.serverId()).isEqualTo(5);
            assertThat(flow.local()).isEmpty();
        });
    }
}
