package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.exabgp.text.Position;
import dev.directrix.bgp.rib.LocalAddresses;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A {@code neighbor} section, with everything that its templates add and every default filled in.
 *
 * @param peer         the peer's address as a host prefix, or the range that peers may connect from
 * @param localAddress our address on the session; empty: {@code auto}, whatever the connection has
 * @param localAs      our AS number; empty: {@code auto}, the peer's
 * @param peerAs       the peer's AS number; empty: {@code auto}, ours
 * @param routerId     our router id; an IPv4 local address unless the file gives one
 * @param description  free text, empty if there is none
 * @param holdTime     0 or 3 to 65535 s
 * @param connection   how the TCP connection is made
 * @param capabilities what the OPEN offers
 * @param updates      how routes are told
 * @param api          which processes are told what, in the order of the file
 * @param routes       routes of the file, in its order, templates last, each as {@link #resolve} has it
 * @param position     where the section starts
 */
public record ExabgpNeighbor(
    Prefix peer,
    Optional<InetAddress> localAddress,
    OptionalLong localAs,
    OptionalLong peerAs,
    Inet4Address routerId,
    String description,
    Duration holdTime,
    ConnectionOptions connection,
    CapabilityOptions capabilities,
    UpdateOptions updates,
    List<ApiSection> api,
    List<ConfiguredRoute> routes,
    Position position) {

    /** Hold time unless the file says otherwise. */
    public static final Duration DEFAULT_HOLD_TIME = Duration.ofMinutes(3);

    /** Freezes the lists. */
    public ExabgpNeighbor {
        api = List.copyOf(api);
        routes = List.copyOf(routes);
    }

    /** The peer's address; of a range its first one. */
    public InetAddress peerAddress() {
        return peer.address();
    }

    /** Whether more than one peer may be behind this section. */
    public boolean isRange() {
        return peer.length() < peer.address().getAddress().length * 8;
    }

    /** Families offered to the peer, in the order of their numbers. */
    public List<Family> families() {
        return capabilities.families().stream().sorted(Comparator.naturalOrder()).toList();
    }

    /** Our AS number; where both sides are {@code auto} it is 0, unknown. */
    public long ownAs() {
        return localAs.orElseGet(() -> peerAs.orElse(0));
    }

    /** Whether the peer is in our AS, as far as the file tells. */
    public boolean isInternal() {
        return peerAs.orElseGet(this::ownAs) == ownAs();
    }

    /**
     * Our addresses for routes that say {@code next-hop self}, as far as the file tells them. Over IPv6 it is the
     * router id for IPv4 routes, as in ExaBGP.
     */
    public LocalAddresses localAddresses() {
        final Optional<Inet6Address> ipv6 =
            localAddress.filter(Inet6Address.class::isInstance).map(Inet6Address.class::cast);
        final Optional<Inet4Address> ipv4 =
            localAddress.filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast);
        return new LocalAddresses(peer.isIpv4() ? ipv4 : Optional.of(routerId),
            ipv6, Optional.empty(), !peer.isIpv4());
    }

    /**
     * A route as it is meant for this neighbour: a global IPv6 next hop gets our link-local address beside it, if the
     * file gives one with {@code link-local-nexthop} and the peer is a direct neighbour; {@code self} of an IPv4 route
     * over IPv6 is the router id.
     */
    public Route resolve(final Route route) {
        final List<InetAddress> given = route.attributes().nextHops();
        if (route.nlri().prefix().isIpv4()) {
            return given.isEmpty() && !peer.isIpv4() && !capabilities.carriesIpv6ForIpv4()
                ? withNextHops(route, List.of(routerId)) : route;
        }
        final List<InetAddress> hops = given.isEmpty() ? localAddress.stream().toList() : given;
        final boolean alone = hops.size() == 1 && hops.get(0) instanceof Inet6Address
            && !hops.get(0).isLinkLocalAddress();
        final boolean direct = connection.outgoingTtl().orElse(1) <= 1;
        return connection.localLinkLocal().filter(own -> alone && direct && capabilities.linkLocalNextHop())
            .map(own -> withNextHops(route, List.of(hops.get(0), own))).orElse(route);
    }

    /** The same with these routes, resolved. */
    ExabgpNeighbor withRoutes(final List<ConfiguredRoute> all) {
        final List<ConfiguredRoute> resolved = all.stream().map(configured -> new ConfiguredRoute(
            resolve(configured.route()), configured.name(), configured.watchdog(), configured.withdraw())).toList();
        return new ExabgpNeighbor(peer, localAddress, localAs, peerAs, routerId, description, holdTime, connection,
            capabilities, updates, api, resolved, position);
    }

    private static Route withNextHops(final Route route, final List<InetAddress> nextHops) {
        return new Route(route.nlri(), new RouteAttributes(route.attributes().attributes(), nextHops));
    }

    /** The long name by which ExaBGP lists a neighbour and its API picks one. */
    public String name() {
        return "neighbor " + (isRange() ? peer.toString() : AddressText.of(peer.address()))
            + " local-ip " + localAddress.map(AddressText::of).orElse("auto")
            + " local-as " + (localAs.isPresent() ? localAs.getAsLong() : "auto")
            + " peer-as " + (peerAs.isPresent() ? peerAs.getAsLong() : "auto")
            + " router-id " + AddressText.of(routerId)
            + " family-allowed " + (capabilities.multiSession()
                ? families().stream().map(FamilyText::dashed).collect(Collectors.joining("/")) : "in-open");
    }
}
