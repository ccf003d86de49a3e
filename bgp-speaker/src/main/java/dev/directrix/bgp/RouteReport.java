package dev.directrix.bgp;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.wire.Nlri;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Puts a route into words. */
final class RouteReport {

    private static final Set<Integer> NAMED = Set.of(Origin.TYPE, AsPath.TYPE, Med.TYPE, LocalPref.TYPE,
        Communities.TYPE, ExtendedCommunities.TYPE, LargeCommunities.TYPE);

    private RouteReport() {
    }

    static AdvertisedRoute of(
        final NeighborConfig neighbor, final Nlri nlri, final RouteAttributes route, final boolean pending) {
        return new AdvertisedRoute(neighbor.id(), neighbor.address(), nlri.prefix(), nlri.pathId(),
            route.nextHops(),
            find(route, Origin.class).map(origin -> origin.value().name().toLowerCase(Locale.ROOT)).orElse("igp"),
            find(route, AsPath.class).map(AsPath::asns).orElse(List.of()),
            find(route, Med.class).map(med -> OptionalLong.of(med.value())).orElse(OptionalLong.empty()),
            find(route, LocalPref.class).map(pref -> OptionalLong.of(pref.value())).orElse(OptionalLong.empty()),
            texts(find(route, Communities.class).map(Communities::values).orElse(List.of())),
            texts(find(route, ExtendedCommunities.class).map(ExtendedCommunities::values).orElse(List.of())),
            texts(find(route, LargeCommunities.class).map(LargeCommunities::values).orElse(List.of())),
            route.attributes().stream().filter(attribute -> !NAMED.contains(attribute.type()))
                .map(Object::toString).toList(),
            pending);
    }

    private static <A extends PathAttribute> Optional<A> find(final RouteAttributes route, final Class<A> kind) {
        return route.attributes().stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static List<String> texts(final List<?> values) {
        return values.stream().map(Object::toString).toList();
    }
}
