package dev.directrix.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.linux.LinuxException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Messages as a little-endian kernel sends them. */
class RouteDecoderTest {

    @Test
    void shouldDecodeALink() {
        final Link link = RouteDecoder.link(message("00000100" + "03000000" + "43100100" + "00000000"
                + "0900030065746830" + "00000000" + "0a000100" + "020000000001" + "0000" + "08000400dc050000"
                + "08001f0002000000" + "0800200004000000" + "08000a0007000000"
                + "10001200" + "0900010076657468" + "00000000", 16)).orElseThrow();
        assertThat(link.index()).isEqualTo(3);
        assertThat(link.name()).isEqualTo("eth0");
        assertThat(link.address()).contains(MacAddress.parse("02:00:00:00:00:01"));
        assertThat(link.mtu()).isEqualTo(1500);
        assertThat(link.up()).isTrue();
        assertThat(link.carrier()).isTrue();
        assertThat(link.kind()).isEqualTo("veth");
        assertThat(link.receiveQueues()).isEqualTo(4);
        assertThat(link.transmitQueues()).isEqualTo(2);
        assertThat(link.master()).hasValue(7);
    }

    @Test
    void shouldDecodeANeighborAndItsState() throws Exception {
        final NetlinkMessage reachable = message("02000000" + "05000000" + "0200" + "00" + "01"
                + "080001000a000115" + "0a0002000200000000150000" + "08000f0001000000", 28);
        assertThat(RouteDecoder.event(reachable)).contains(new RouteEvent.NeighborEvent(new Neighbor(5,
                InetAddress.getByName("10.0.1.21"), Optional.of(MacAddress.parse("02:00:00:00:00:15")),
                NeighborState.REACHABLE, true), false));
        final NetlinkMessage failed = message("0a000000" + "05000000" + "2000" + "00" + "01"
                + "1400010020010db8000000000000000000000001", 29);
        assertThat(RouteDecoder.event(failed)).hasValueSatisfying(event -> {
            assertThat(event.removed()).isTrue();
            final Neighbor neighbor = ((RouteEvent.NeighborEvent) event).neighbor();
            assertThat(neighbor.address().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:1");
            assertThat(neighbor.usable()).isFalse();
        });
    }

    @Test
    void shouldDecodeAMultipathRouteWithWeightsAndAnIpv6Gateway() throws Exception {
        final Route route = RouteDecoder.route(message("02200000" + "feba0001" + "00000000"
                + "08000f00fe000000" + "08000100c000020a" + "0800060014000000" + "08001e0009000000"
                + "34000900" + "10000000" + "02000000" + "080005000a000102"
                + "20001063" + "03000000" + "160012000a00" + "fe800000000000000000000000000002" + "0000", 24))
                .orElseThrow();
        assertThat(route.destination()).isEqualTo(InetAddress.getByName("192.0.2.10"));
        assertThat(route.prefixLength()).isEqualTo(32);
        assertThat(route.table()).isEqualTo(Route.TABLE_MAIN);
        assertThat(route.protocol()).isEqualTo(186);
        assertThat(route.metric()).isEqualTo(20);
        assertThat(route.nextHopId()).hasValue(9);
        assertThat(route.nextHops()).hasSize(2);
        assertThat(route.nextHops().getFirst()).isEqualTo(new NextHop(2,
                Optional.of(InetAddress.getByName("10.0.1.2")), 1, true));
        assertThat(route.nextHops().getLast().gateway()).contains(InetAddress.getByName("fe80::2"));
        assertThat(route.nextHops().getLast().weight()).isEqualTo(100);
        assertThat(route.nextHops().getLast().alive()).isFalse();
    }

    @Test
    void shouldTakeADefaultRouteAsAllZeros() {
        final Route route = RouteDecoder.route(message("02000000" + "fe030001" + "00000000"
                + "080005000a000001" + "0800040002000000", 24)).orElseThrow();
        assertThat(route.destination().getHostAddress()).isEqualTo("0.0.0.0");
        assertThat(route.prefixLength()).isZero();
        assertThat(route.nextHops()).hasSize(1);
    }

    @Test
    void shouldLeaveOutOtherFamiliesAndMessages() {
        assertThat(RouteDecoder.event(message("07000000" + "05000000" + "0200" + "00" + "01", 28))).isEmpty();
        assertThat(RouteDecoder.event(message("00000000", 999))).isEmpty();
    }

    @Test
    void shouldRefuseBrokenLengths() {
        assertThatThrownBy(() -> RouteDecoder.route(message("0200", 24)))
                .isInstanceOf(LinuxException.class).hasMessageContaining("type 24");
        assertThatThrownBy(() -> RouteDecoder.route(message("02000000" + "fe030001" + "00000000"
                + "40000500" + "0a000001", 24))).hasMessageContaining("attribute of 64 octets");
        assertThatThrownBy(() -> NetlinkMessage.parse(ByteBuffer.wrap(HexFormat.of().parseHex(
                "ff000000" + "03000000" + "01000000" + "00000000")))).hasMessageContaining("message of 255");
    }

    @Test
    void shouldReadErrorNumberAndText() {
        final List<NetlinkMessage> messages = NetlinkMessage.parse(ByteBuffer.wrap(HexFormat.of().parseHex(
                "30000000" + "02000003" + "07000000" + "00000000" + "eaffffff"
                + "20000000" + "1c000500" + "07000000" + "00000000" + "0a000100" + "626164206d61" + "0000")));
        assertThat(messages).hasSize(1);
        assertThat(messages.getFirst().sequence()).isEqualTo(7);
        assertThat(messages.getFirst().errno()).isEqualTo(22);
        assertThat(messages.getFirst().errorText()).isEqualTo("bad ma");
    }

    private static NetlinkMessage message(final String payload, final int type) {
        return new NetlinkMessage(type, 0, 0,
                ByteBuffer.wrap(HexFormat.of().parseHex(payload)).order(ByteOrder.nativeOrder()));
    }
}
