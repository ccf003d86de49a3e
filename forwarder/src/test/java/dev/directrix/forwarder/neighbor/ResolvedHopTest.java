package dev.directrix.forwarder.neighbor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.neighbor.NextHopStatus.State;
import dev.directrix.forwarder.pipeline.NextHops;
import dev.directrix.linux.netlink.MacAddress;
import dev.directrix.linux.netlink.Neighbor;
import dev.directrix.linux.netlink.NeighborState;
import dev.directrix.linux.netlink.NextHop;
import dev.directrix.linux.netlink.Route;
import dev.directrix.linux.netlink.RouteType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ResolvedHopTest {

    private static final InetAddress SERVER = address("10.0.1.21");
    private static final MacAddress MAC = MacAddress.parse("02:00:0a:00:01:15");
    private static final long OTHER_MAC = 0x0200_0000_0099L;
    private static final List<PortLink> PORTS = List.of(
        new PortLink(0, "eth0", 7, MacAddress.parse("02:00:00:00:00:01"), 1500),
        new PortLink(3, "eth3", 9, MacAddress.parse("02:00:00:00:00:03"), 1400));

    @Test
    void shouldUseTheKernelsNeighbor() {
        final ResolvedHop hop = resolve(onLink(9), neighbor(NeighborState.STALE), OptionalLong.empty(), 0);

        assertThat(hop.status().state()).isEqualTo(State.RESOLVED);
        assertThat(NextHops.macOf(hop.hop())).isEqualTo(MAC.value());
        assertThat(NextHops.portOf(hop.hop())).isEqualTo(3);
        assertThat(hop.status().interfaceName()).contains("eth3");
        assertThat(hop.status().mac()).contains("02:00:0a:00:01:15");
    }

    @Test
    void shouldBeUnresolvedUntilTheServerAnswers() {
        final ResolvedHop hop = resolve(onLink(7), neighbor(NeighborState.INCOMPLETE), OptionalLong.empty(), 0);

        assertThat(hop.hop()).isEqualTo(NextHops.UNRESOLVED);
        assertThat(hop.status().state()).isEqualTo(State.UNRESOLVED);
        assertThat(hop.status().detail()).contains("10.0.1.21 does not answer ARP on eth0");
    }

    @Test
    void shouldKeepTheLastKnownMacOnTheSameInterfaceOnly() {
        final Optional<Neighbor> failed = neighbor(NeighborState.FAILED);
        final long last = NextHops.hop(OTHER_MAC, 0);

        final ResolvedHop same = resolve(onLink(7), failed, OptionalLong.empty(), last);
        final ResolvedHop moved = resolve(onLink(9), failed, OptionalLong.empty(), last);

        assertThat(same.status().state()).isEqualTo(State.LAST_KNOWN);
        assertThat(same.hop()).isEqualTo(last);
        assertThat(same.status().usable()).isTrue();
        assertThat(moved.status().state()).isEqualTo(State.UNRESOLVED);
        assertThat(moved.hop()).isEqualTo(NextHops.UNRESOLVED);
    }

    @Test
    void shouldRefuseAServerBehindAGateway() {
        final Optional<Route> route = route(RouteType.UNICAST, 7, Optional.of(address("10.0.1.1")));

        final ResolvedHop hop = resolve(route, Optional.empty(), OptionalLong.empty(), 0);

        assertThat(hop.status().state()).isEqualTo(State.BEHIND_GATEWAY);
        assertThat(hop.status().detail()).contains("10.0.1.1").contains("same link");
        assertThat(hop.hop()).isEqualTo(NextHops.UNRESOLVED);
        assertThat(ResolvedHop.usableWay(route, new HopTarget(SERVER, false))).isEmpty();
    }

    @Test
    void shouldSendToTheGatewayWhatCarriesTheServersAddress() {
        final InetAddress gateway = address("10.0.1.1");
        final Optional<Route> route = route(RouteType.UNICAST, 9, Optional.of(gateway));
        final HopTarget target = new HopTarget(SERVER, true);
        final Optional<Neighbor> neighbor =
            Optional.of(new Neighbor(9, gateway, Optional.of(MAC), NeighborState.REACHABLE, true));

        final ResolvedHop hop = ResolvedHop.of(new ResolvedHop.Facts(target, route, neighbor, OptionalLong.empty(), 0),
            PORTS, index -> "if" + index);

        assertThat(hop.status().state()).isEqualTo(State.RESOLVED);
        assertThat(hop.hop()).isEqualTo(NextHops.hop(MAC.value(), 3));
        assertThat(hop.station()).isEqualTo(gateway);
        assertThat(hop.mtu()).isEqualTo(1400);
        assertThat(ResolvedHop.usableWay(route, target)).isPresent();
        final ResolvedHop silent = ResolvedHop.of(
            new ResolvedHop.Facts(target, route, Optional.empty(), OptionalLong.empty(), 0),
            PORTS, index -> "if" + index);
        assertThat(silent.status().detail()).contains("its gateway 10.0.1.1 does not answer ARP");
    }

    @Test
    void shouldRefuseAnInterfaceThatIsNotOurs() {
        final ResolvedHop hop = resolve(onLink(11), neighbor(NeighborState.REACHABLE), OptionalLong.empty(), 0);

        assertThat(hop.status().state()).isEqualTo(State.OTHER_INTERFACE);
        assertThat(hop.status().detail()).contains("if11").contains("node.interfaces");
    }

    @Test
    void shouldSayWhyThereIsNoRoute() {
        assertThat(resolve(Optional.empty(), Optional.empty(), OptionalLong.empty(), 0).status().detail())
            .isEqualTo("there is no route to it");
        assertThat(resolve(route(RouteType.LOCAL, 1, Optional.empty()), Optional.empty(), OptionalLong.empty(), 0)
            .status().detail()).contains("address of this host");
        assertThat(resolve(route(RouteType.BLACKHOLE, 1, Optional.empty()), Optional.empty(), OptionalLong.empty(), 0)
            .status()).satisfies(status -> {
                assertThat(status.state()).isEqualTo(State.NO_ROUTE);
                assertThat(status.detail()).contains("BLACKHOLE");
            });
    }

    @Test
    void shouldPreferThePinnedMacEvenThroughAGateway() {
        final ResolvedHop hop = resolve(route(RouteType.UNICAST, 7, Optional.of(address("10.0.1.1"))),
            Optional.empty(), OptionalLong.of(OTHER_MAC), 0);

        assertThat(hop.status().state()).isEqualTo(State.PINNED);
        assertThat(hop.hop()).isEqualTo(NextHops.hop(OTHER_MAC, 0));
    }

    private static ResolvedHop resolve(
        final Optional<Route> route, final Optional<Neighbor> neighbor, final OptionalLong pinned, final long last) {
        return ResolvedHop.of(
            new ResolvedHop.Facts(new HopTarget(SERVER, false), route, neighbor, pinned, last),
            PORTS,
            index -> "if" + index);
    }

    private static Optional<Neighbor> neighbor(final NeighborState state) {
        return Optional.of(new Neighbor(7, SERVER, Optional.of(MAC), state, true));
    }

    private static Optional<Route> onLink(final int interfaceIndex) {
        return route(RouteType.UNICAST, interfaceIndex, Optional.empty());
    }

    private static Optional<Route> route(
        final RouteType type, final int interfaceIndex, final Optional<InetAddress> gateway) {
        return Optional.of(new Route(SERVER, 32, Route.TABLE_MAIN, type, 2, 0, Optional.empty(), OptionalInt.empty(),
            List.of(new NextHop(interfaceIndex, gateway, 1, true))));
    }

    private static InetAddress address(final String text) {
        try {
            return InetAddress.getByName(text);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
