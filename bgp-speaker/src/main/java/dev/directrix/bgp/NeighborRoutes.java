package dev.directrix.bgp;

import dev.directrix.bgp.rib.AdjRibOut;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.rib.RouteBuilder;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.rib.RouteCompletion;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one neighbour shall be told: announcements, and explicit routes, which win where both name a prefix. Kept over
 * sessions; made into the Adj-RIB-Out for each session anew. Belongs to the transport's thread.
 */
final class NeighborRoutes {

    private final AdjRibOut rib;
    private final Map<Nlri, Route> explicit = new LinkedHashMap<>();
    private Collection<Announcement> announcements = List.of();
    private Map<Nlri, RouteAttributes> announced = Map.of();
    private List<Nlri> withoutNextHop = new ArrayList<>();
    private Optional<RouteBuilder> builder = Optional.empty();
    private Optional<RouteCompletion> completion = Optional.empty();

    NeighborRoutes(final AdjRibOut rib) {
        this.rib = rib;
    }

    /** A session gives routes their shape. */
    void shape(final RouteBuilder newBuilder, final RouteCompletion newCompletion) {
        builder = Optional.of(newBuilder);
        completion = Optional.of(newCompletion);
        rebuild();
    }

    /** Without a session routes have no shape. */
    void unshape() {
        builder = Optional.empty();
        completion = Optional.empty();
        withoutNextHop = new ArrayList<>();
    }

    void announce(final Collection<Announcement> all) {
        announcements = all;
        rebuild();
    }

    void change(final List<RouteChange> changes) {
        for (final RouteChange change : changes) {
            switch (change) {
                case RouteChange.Announce announce -> {
                    explicit.put(announce.nlri(), announce.route());
                    completion.ifPresent(session -> put(announce.route(), session));
                }
                case RouteChange.Withdraw withdraw -> withdraw(withdraw.nlri());
            }
        }
    }

    /** Withdraws all explicit routes of these families. */
    void clear(final Set<Family> families) {
        List.copyOf(explicit.keySet()).stream().filter(nlri -> families.contains(nlri.family()))
            .forEach(this::withdraw);
    }

    List<Route> explicit() {
        return List.copyOf(explicit.values());
    }

    /** Routes that lack a next hop of their IP version on this session. */
    List<Nlri> withoutNextHop() {
        return withoutNextHop;
    }

    private void withdraw(final Nlri nlri) {
        if (explicit.remove(nlri) == null) {
            return;
        }
        final RouteAttributes beneath = announced.get(nlri);
        if (beneath == null) {
            rib.remove(nlri);
        } else {
            rib.put(nlri, beneath);
        }
    }

    private void put(final Route route, final RouteCompletion session) {
        session.complete(route).ifPresentOrElse(attributes -> rib.put(route.nlri(), attributes), () -> {
            withoutNextHop.add(route.nlri());
            rib.remove(route.nlri());
        });
    }

    private void rebuild() {
        if (builder.isEmpty() || completion.isEmpty()) {
            return;
        }
        final RouteBuilder.Built built = builder.get().build(announcements);
        announced = built.routes();
        withoutNextHop = new ArrayList<>();
        built.withoutNext().forEach(prefix -> withoutNextHop.add(Nlri.of(prefix)));
        final Map<Nlri, RouteAttributes> all = new LinkedHashMap<>(announced);
        for (final Route route : explicit.values()) {
            completion.get().complete(route).ifPresentOrElse(
                attributes -> all.put(route.nlri(), attributes), () -> withoutNextHop.add(route.nlri()));
        }
        rib.desire(all);
    }
}
