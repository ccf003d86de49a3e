package dev.directrix.forwarder.neighbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.pipeline.NextHops;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextHopTableTest {

    private static final long MAC = 0x0200_0a00_0115L;

    @Test
    void shouldKnowNothingAtFirst() {
        final NextHopTable table = new NextHopTable();

        assertThat(table.hopOf(0)).isEqualTo(NextHops.UNRESOLVED);
        assertThat(table.sourceMacOf(5)).isEqualTo(NextHops.UNRESOLVED);
        assertThat(table.isOwn(MAC)).isFalse();
        assertThat(table.isOwn(0)).isFalse();
    }

    @Test
    void shouldPublishSnapshots() {
        final NextHopTable table = new NextHopTable();
        final long[] hops = {NextHops.hop(MAC, 2), NextHops.UNRESOLVED};
        table.publishHops(hops);
        hops[1] = 42;
        table.publishSources(new long[] {0, MAC});

        assertThat(NextHops.portOf(table.hopOf(0))).isEqualTo(2);
        assertThat(NextHops.macOf(table.hopOf(0))).isEqualTo(MAC);
        assertThat(table.hopOf(1)).isEqualTo(NextHops.UNRESOLVED);
        assertThat(table.hopOf(2)).isEqualTo(NextHops.UNRESOLVED);
        assertThat(table.sourceMacOf(1)).isEqualTo(MAC);
        assertThat(table.isOwn(MAC)).isTrue();
        assertThat(table.isOwn(0)).isFalse();
    }

    @Test
    void shouldPinByAddressBeforeTheDefault() throws Exception {
        final InetAddress named = InetAddress.getByName("10.0.1.21");
        final InetAddress other = InetAddress.getByName("10.0.1.22");
        final PinnedNeighbors both = new PinnedNeighbors(Map.of(named, MAC), Optional.of(MAC + 1));

        assertThat(both.macOf(named)).hasValue(MAC);
        assertThat(both.macOf(other)).hasValue(MAC + 1);
        assertThat(PinnedNeighbors.NONE.macOf(named)).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoStationsMac() {
        assertThat(PinnedNeighbors.parseMac("02:00:0a:00:01:15")).isEqualTo(MAC);
        assertThatThrownBy(() -> PinnedNeighbors.parseMac("02:00:0a:00:01")).hasMessageContaining("02:00:0a:00:01");
        assertThatThrownBy(() -> PinnedNeighbors.parseMac("ff:ff:ff:ff:ff:ff")).hasMessageContaining("one station");
        assertThatThrownBy(() -> PinnedNeighbors.parseMac("00:00:00:00:00:00")).hasMessageContaining("one station");
    }
}
