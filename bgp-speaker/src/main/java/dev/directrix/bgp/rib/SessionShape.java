package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.OnlyToCustomer;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.capability.Role;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a session makes of routes. Immutable.
 *
 * @param localAsn        our AS number on it
 * @param internal        whether the neighbour is in our AS
 * @param local           next hops of routes that name none
 * @param ipv6ForIpv4     whether IPv4 prefixes may have IPv6 next hops (RFC 8950)
 * @param linkLocalAlone  whether a next hop may be a link-local address without a global one beside it
 * @param role            our role towards the neighbour (RFC 9234); empty: none
 */
public record SessionShape(
    long localAsn, boolean internal, LocalAddresses local, boolean ipv6ForIpv4, boolean linkLocalAlone,
    Optional<Role.Kind> role) {

    /** With IPv4 next hops for IPv4, without role. */
    public SessionShape(final long localAsn, final boolean internal, final LocalAddresses local) {
        this(localAsn, internal, local, false, false, Optional.empty());
    }

    /**
     * The next hops to send.
     *
     * @param given those that the author gave; none: our address on the session
     * @param ipv4  whether the prefix is of IPv4
     * @return one, for IPv6 perhaps with its link-local companion (RFC 2545 §3); none if the session has none to offer
     */
    public List<InetAddress> nextHops(final List<InetAddress> given, final boolean ipv4) {
        if (!given.isEmpty()) {
            final boolean givenIpv4 = given.get(0) instanceof Inet4Address;
            return givenIpv4 == ipv4 || (ipv4 && ipv6ForIpv4) ? given : List.of();
        }
        if (!ipv4 || (ipv6ForIpv4 && (local.overIpv6() || local.ipv4().isEmpty()))) {
            return ownIpv6();
        }
        return local.ipv4().map(own -> List.<InetAddress>of(own)).orElse(List.of());
    }

    /** Our IPv6 next hop: the global address, with the link-local one behind it where the session runs over that. */
    private List<InetAddress> ownIpv6() {
        final List<InetAddress> own = new ArrayList<>();
        local.ipv6().ifPresent(own::add);
        local.linkLocal().ifPresent(linkLocal -> {
            if (own.isEmpty() && !linkLocalAlone) {
                // Routers that know nothing better want 32 octets, the first address being the link-local one again.
                own.add(linkLocal);
            }
            own.add(linkLocal);
        });
        return own;
    }

    /** RFC 9234 §5: egress rule 2: a route marked for customers goes to no provider, peer or route server. */
    boolean isForbidden(final List<PathAttribute> attributes) {
        return role.filter(kind -> switch (kind) {
            case CUSTOMER, PEER, ROUTE_SERVER_CLIENT -> true;
            case PROVIDER, ROUTE_SERVER -> false;
        }).isPresent() && RouteCompletion.hasOnlyToCustomer(attributes);
    }

    /** RFC 9234 §5: egress rule 1: what goes to a customer, a peer or a route server's client is marked. */
    Optional<OnlyToCustomer> onlyToCustomer(final List<PathAttribute> attributes) {
        return role.filter(kind -> switch (kind) {
            case PROVIDER, PEER, ROUTE_SERVER -> true;
            case CUSTOMER, ROUTE_SERVER_CLIENT -> false;
        }).filter(kind -> !RouteCompletion.hasOnlyToCustomer(attributes))
            .map(kind -> new OnlyToCustomer(localAsn));
    }
}
