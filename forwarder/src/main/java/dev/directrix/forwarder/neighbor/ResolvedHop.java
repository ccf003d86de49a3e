package dev.directrix.forwarder.neighbor;

import dev.directrix.forwarder.neighbor.NextHopStatus.State;
import dev.directrix.forwarder.pipeline.NextHops;
import dev.directrix.linux.netlink.MacAddress;
import dev.directrix.linux.netlink.Neighbor;
import dev.directrix.linux.netlink.NextHop;
import dev.directrix.linux.netlink.Route;
import dev.directrix.linux.netlink.RouteType;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * How one real server is reached: what the pipeline needs, and what people read. Decided by pure functions from what
 * the kernel says.
 *
 * @param hop     MAC address and port, or {@link NextHops#UNRESOLVED}
 * @param mtu     octets of the largest packet that passes the interface
 * @param station whose MAC address it is: the server's own address, or its gateway's
 * @param status  for people
 */
record ResolvedHop(long hop, int mtu, InetAddress station, NextHopStatus status) {

    /**
     * What the kernel and the configuration say of one server.
     *
     * @param target     the server
     * @param route      the way to it, if there is one
     * @param neighbor   the neighbour entry of {@link #stationOf} on that way's interface, if there is one
     * @param pinned     the MAC address that the configuration gives
     * @param lastHop    the hop that was used until now, or {@link NextHops#UNRESOLVED}
     */
    record Facts(
        HopTarget target,
        Optional<Route> route,
        Optional<Neighbor> neighbor,
        OptionalLong pinned,
        long lastHop) {
    }

    /** Decides from the facts, the datapath's interfaces, and the names of all others. */
    static ResolvedHop of(final Facts facts, final List<PortLink> ports, final IntFunction<String> interfaceName) {
        final InetAddress server = facts.target().server();
        final Optional<NextHop> way = wayOf(facts.route());
        if (way.isEmpty()) {
            return unusable(server, State.NO_ROUTE, "", noRoute(facts.route()));
        }
        final int leaving = way.get().interfaceIndex();
        final Optional<PortLink> port = ports.stream().filter(each -> each.interfaceIndex() == leaving).findFirst();
        if (port.isEmpty()) {
            final String name = interfaceName.apply(leaving);
            return unusable(server, State.OTHER_INTERFACE, name,
                "its route leaves by " + name + ", which is not among node.interfaces: add it there");
        }
        if (facts.pinned().isPresent()) {
            return usable(server, server, State.PINNED, facts.pinned().getAsLong(), port.get(), "");
        }
        if (way.get().gateway().isPresent() && !facts.target().routed()) {
            return unusable(server, State.BEHIND_GATEWAY, port.get().name(),
                "its route leads through " + way.get().gateway().get().getHostAddress()
                    + ", but direct routing needs the server on the same link");
        }
        return onLink(facts, stationOf(way.get(), server), port.get());
    }

    /** The way by which packets to the server leave, if the kernel would send them and the mode may send them so. */
    static Optional<NextHop> usableWay(final Optional<Route> route, final HopTarget target) {
        return wayOf(route).filter(way -> target.routed() || way.gateway().isEmpty());
    }

    /** Who takes the packets off the link: the gateway, or the server itself. */
    static InetAddress stationOf(final NextHop way, final InetAddress server) {
        return way.gateway().orElse(server);
    }

    private static ResolvedHop onLink(final Facts facts, final InetAddress station, final PortLink port) {
        final InetAddress server = facts.target().server();
        final Optional<Neighbor> known = facts.neighbor().filter(Neighbor::usable);
        if (known.isPresent()) {
            return usable(server, station, State.RESOLVED, known.get().mac().orElseThrow().value(), port, "");
        }
        final String silent = (station.equals(server) ? "" : "its gateway ") + station.getHostAddress()
            + " does not answer " + (station instanceof Inet6Address ? "neighbour discovery" : "ARP")
            + " on " + port.name();
        // A server that is dead loses nothing by this, and one whose answers are late keeps its flows.
        if (facts.lastHop() != NextHops.UNRESOLVED && NextHops.portOf(facts.lastHop()) == port.port()) {
            return usable(server, station, State.LAST_KNOWN, NextHops.macOf(facts.lastHop()), port,
                silent + "; packets go to the MAC address that was known last");
        }
        return unusable(server, State.UNRESOLVED, port.name(), silent);
    }

    private static Optional<NextHop> wayOf(final Optional<Route> route) {
        return route.filter(each -> each.type() == RouteType.UNICAST)
            .flatMap(each -> each.nextHops().stream().findFirst());
    }

    private static String noRoute(final Optional<Route> route) {
        if (route.isEmpty()) {
            return "there is no route to it";
        }
        return route.get().type() == RouteType.LOCAL
            ? "it is an address of this host: a director cannot be its own real server"
            : "its route is of type " + route.get().type();
    }

    private static ResolvedHop usable(
        final InetAddress server,
        final InetAddress station,
        final State state,
        final long mac,
        final PortLink port,
        final String detail) {
        final NextHopStatus status = new NextHopStatus(
            server, state, Optional.of(new MacAddress(mac).toString()), Optional.of(port.name()), detail);
        return new ResolvedHop(NextHops.hop(mac, port.port()), port.mtu(), station, status);
    }

    private static ResolvedHop unusable(
        final InetAddress server, final State state, final String interfaceName, final String detail) {
        final Optional<String> name = Optional.of(interfaceName).filter(each -> !each.isEmpty());
        return new ResolvedHop(
            NextHops.UNRESOLVED,
            NextHops.UNLIMITED,
            server,
            new NextHopStatus(server, state, Optional.empty(), name, detail));
    }
}
