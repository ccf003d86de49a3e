package dev.directrix.forwarder.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.linux.Capability;
import dev.directrix.linux.netlink.Link;
import dev.directrix.linux.netlink.MacAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void shouldGiveEachWorkerAQueueOfEveryInterface() {
        final Layout layout = Layout.of(List.of(8, 4), 1500, 16);

        assertThat(layout.workers()).isEqualTo(4);
        assertThat(layout.workerOf(0)).isZero();
        assertThat(layout.workerOf(5)).isEqualTo(1);
        // Two queues of the first interface and one of the second, each with two rings of frames.
        assertThat(layout.frames()).isEqualTo(3 * 2 * Layout.RING_SIZE);
        assertThat(layout.lockedBytes()).isEqualTo(3L * 2 * Layout.RING_SIZE * 2048 * 3 * 4);
    }

    @Test
    void shouldHaveNoMoreWorkersThanProcessors() {
        assertThat(Layout.of(List.of(64), 1500, 2).workers()).isEqualTo(2);
        assertThat(Layout.of(List.of(1), 1500, 0).workers()).isEqualTo(1);
    }

    @Test
    void shouldTakeLargerFramesForALargerMtu() {
        assertThat(Layout.of(List.of(1), 1500, 1).frameSize()).isEqualTo(2048);
        assertThat(Layout.of(List.of(1), 1770, 1).frameSize()).isEqualTo(2048);
        assertThat(Layout.of(List.of(1), 1771, 1).frameSize()).isEqualTo(4096);
        assertThat(Layout.of(List.of(1), 9000, 1).largestMtu()).isEqualTo(4096 - 256 - 22);
    }

    @Test
    void shouldNameEveryMissingCapability() {
        assertThatThrownBy(() -> Requirements.capabilities(EnumSet.of(Capability.NET_RAW)))
            .hasMessageContaining("CAP_NET_ADMIN, CAP_BPF");
        Requirements.capabilities(EnumSet.of(Capability.NET_RAW, Capability.NET_ADMIN, Capability.SYS_ADMIN));
        Requirements.capabilities(EnumSet.of(Capability.NET_RAW, Capability.NET_ADMIN, Capability.BPF));
        assertThatThrownBy(() -> Requirements.capabilities(Set.of())).hasMessageContaining("CAP_NET_RAW");
    }

    @Test
    void shouldRefuseModesThatThisVersionDoesNotHave() {
        Requirements.mode(DatapathMode.AUTO);
        Requirements.mode(DatapathMode.AF_XDP);
        assertThatThrownBy(() -> Requirements.mode(DatapathMode.XDP)).hasMessageContaining("use auto or af-xdp");
        assertThatThrownBy(() -> Requirements.mode(DatapathMode.PCAP)).hasMessageContaining("replay");
    }

    @Test
    void shouldFindInterfacesInTheOrderOfTheirNames() {
        final Link lo = link(1, "lo", true);
        final Link eth0 = link(2, "eth0", true);
        final Link eth1 = link(3, "eth1", true);
        final Link tunnel = link(4, "tun0", false);
        final List<Link> all = List.of(lo, eth0, eth1, tunnel);

        assertThat(Requirements.interfaces(List.of("eth1", "eth0"), all)).containsExactly(eth1, eth0);
        assertThatThrownBy(() -> Requirements.interfaces(List.of("eth9"), all))
            .hasMessage("interface eth9 does not exist: it must be one of [eth0, eth1, tun0]");
        assertThatThrownBy(() -> Requirements.interfaces(List.of("lo"), all)).hasMessageContaining("not an Ethernet");
        assertThatThrownBy(() -> Requirements.interfaces(List.of("tun0"), all)).hasMessageContaining("not an Ethernet");
    }

    private static Link link(final int index, final String name, final boolean ethernet) {
        final Optional<MacAddress> mac =
            ethernet ? Optional.of(new MacAddress(0x0200_0000_0000L + index)) : Optional.empty();
        return new Link(index, name, mac, 1500, true, true, "", 1, 1, OptionalInt.empty());
    }
}
