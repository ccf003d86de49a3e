package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Completes the routes of authors for one session (RFC 4271 §5.1): ORIGIN, AS_PATH and LOCAL_PREF where they are
 * absent, LOCAL_PREF dropped outside the AS, our address for a next hop that is not given. Routes that shared their
 * attributes share the completed ones. Not thread-safe.
 */
public final class RouteCompletion {

    /** Completed attributes that are remembered; beyond it sharing starts anew. */
    private static final int REMEMBERED = 4_096;

    private final long localAsn;
    private final boolean internal;
    private final LocalAddresses local;
    private final Map<RouteAttributes, Optional<RouteAttributes>> ipv4 = new HashMap<>();
    private final Map<RouteAttributes, Optional<RouteAttributes>> ipv6 = new HashMap<>();

    /**
     * For one session.
     *
     * @param localAsn our AS number on it
     * @param internal whether the neighbour is in our AS
     * @param local    next hops of routes that name none
     */
    public RouteCompletion(final long localAsn, final boolean internal, final LocalAddresses local) {
        this.localAsn = localAsn;
        this.internal = internal;
        this.local = local;
    }

    /** The attributes to send; empty where no next hop is known. */
    public Optional<RouteAttributes> complete(final Route route) {
        final boolean isIpv4 = route.nlri().prefix().isIpv4();
        final Map<RouteAttributes, Optional<RouteAttributes>> known = isIpv4 ? ipv4 : ipv6;
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(route.attributes(), given -> attributes(given, isIpv4));
    }

    private Optional<RouteAttributes> attributes(final RouteAttributes given, final boolean isIpv4) {
        final List<InetAddress> nextHops = given.nextHops().isEmpty()
            ? local.of(isIpv4).map(List::of).orElse(List.of()) : given.nextHops();
        if (nextHops.isEmpty()) {
            return Optional.empty();
        }
        final List<PathAttribute> all = new ArrayList<>(given.attributes());
        addIfAbsent(all, Origin.IGP);
        addIfAbsent(all, internal ? AsPath.EMPTY : AsPath.sequence(List.of(localAsn)));
        if (internal) {
            addIfAbsent(all, LocalPref.DEFAULT);
        } else {
            all.removeIf(LocalPref.class::isInstance);
        }
        all.sort(Comparator.comparingInt(PathAttribute::type));
        return Optional.of(new RouteAttributes(all, nextHops));
    }

    private static void addIfAbsent(final List<PathAttribute> all, final PathAttribute attribute) {
        if (all.stream().noneMatch(other -> other.type() == attribute.type())) {
            all.add(attribute);
        }
    }
}
