package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.OnlyToCustomer;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Completes the routes of authors for one session (RFC 4271 §5.1): ORIGIN, AS_PATH and LOCAL_PREF where they are
 * absent, LOCAL_PREF dropped outside the AS, ONLY_TO_CUSTOMER as the roles want it, our address for a next hop that is
 * not given. Routes that shared their attributes share the completed ones. Not thread-safe.
 */
public final class RouteCompletion {

    /** Completed attributes that are remembered; beyond it sharing starts anew. */
    private static final int REMEMBERED = 4_096;

    private final SessionShape shape;
    private final Map<RouteAttributes, Completed> ipv4 = new HashMap<>();
    private final Map<RouteAttributes, Completed> ipv6 = new HashMap<>();

    /** For one session. */
    public RouteCompletion(final SessionShape shape) {
        this.shape = shape;
    }

    /** What became of a route. */
    public sealed interface Completed {

        /**
         * It can be sent.
         *
         * @param attributes so
         */
        record Sendable(RouteAttributes attributes) implements Completed {
        }

        /** No next hop that the session can carry is known. */
        record WithoutNextHop() implements Completed {
        }

        /** The roles forbid it (RFC 9234 §5). */
        record Forbidden() implements Completed {
        }
    }

    /** The route as it goes to this neighbour. */
    public Completed complete(final Route route) {
        final boolean isIpv4 = route.nlri().prefix().isIpv4();
        final Map<RouteAttributes, Completed> known = isIpv4 ? ipv4 : ipv6;
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(route.attributes(), given -> attributes(given, isIpv4));
    }

    private Completed attributes(final RouteAttributes given, final boolean isIpv4) {
        final List<InetAddress> nextHops = shape.nextHops(given.nextHops(), isIpv4);
        if (nextHops.isEmpty()) {
            return new Completed.WithoutNextHop();
        }
        final List<PathAttribute> all = new ArrayList<>(given.attributes());
        addIfAbsent(all, Origin.IGP);
        addIfAbsent(all, shape.internal() ? AsPath.EMPTY : AsPath.sequence(List.of(shape.localAsn())));
        if (shape.internal()) {
            addIfAbsent(all, LocalPref.DEFAULT);
        } else {
            all.removeIf(attribute -> attribute.type() == LocalPref.TYPE);
            if (shape.isForbidden(all)) {
                return new Completed.Forbidden();
            }
            shape.onlyToCustomer(all).ifPresent(all::add);
        }
        all.sort(Comparator.comparingInt(PathAttribute::type));
        return new Completed.Sendable(new RouteAttributes(all, nextHops));
    }

    private static void addIfAbsent(final List<PathAttribute> all, final PathAttribute attribute) {
        if (all.stream().noneMatch(other -> other.type() == attribute.type())) {
            all.add(attribute);
        }
    }

    static boolean hasOnlyToCustomer(final List<PathAttribute> all) {
        return all.stream().anyMatch(attribute -> attribute.type() == OnlyToCustomer.TYPE);
    }
}
