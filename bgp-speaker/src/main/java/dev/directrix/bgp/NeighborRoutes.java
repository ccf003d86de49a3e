package dev.directrix.bgp;

import dev.directrix.bgp.rib.AdjRibOut;
import dev.directrix.bgp.rib.PathShortage;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.rib.RouteBuilder;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.rib.RouteCompletion;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Announcement;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/**
 * What one neighbour shall be told: announcements, and explicit routes, which win where both name a prefix. Kept over
 * sessions; made into the Adj-RIB-Out of each session anew. Belongs to the transport's thread.
 */
final class NeighborRoutes {

    private final Map<Nlri, Route> explicit = new LinkedHashMap<>();
    private final SequencedSet<Nlri> withoutNextHop = new LinkedHashSet<>();
    private List<PathShortage> shortages = List.of();
    private Collection<Announcement> announcements = List.of();
    private Map<Nlri, RouteAttributes> announced = Map.of();
    private Optional<Session> session = Optional.empty();

    /**
     * What gives routes their shape on a session, and where they go.
     *
     * @param rib        where they go
     * @param builder    shapes announcements
     * @param completion shapes explicit routes
     */
    record Session(AdjRibOut rib, RouteBuilder builder, RouteCompletion completion) {
    }

    /** A session is up, or has another shape. */
    void open(final Session opened) {
        final boolean same = session.filter(old -> old.rib() == opened.rib()).isPresent();
        session = Optional.of(opened);
        withoutNextHop.clear();
        if (!same) {
            announced = Map.of();
        }
        rebuild(opened);
        explicit.values().forEach(route -> put(route, opened));
    }

    /** The session is down. */
    void close() {
        session = Optional.empty();
        withoutNextHop.clear();
        shortages = List.of();
        announced = Map.of();
    }

    void announce(final Collection<Announcement> all) {
        announcements = all;
        session.ifPresent(this::rebuild);
    }

    void change(final List<RouteChange> changes) {
        for (final RouteChange change : changes) {
            switch (change) {
                case RouteChange.Announce announce -> {
                    explicit.put(announce.nlri(), announce.route());
                    session.ifPresent(open -> put(announce.route(), open));
                }
                case RouteChange.Withdraw withdraw -> withdraw(withdraw.nlri(), true);
            }
        }
    }

    /** Withdraws all explicit routes of these families. */
    void clear(final Set<Family> families) {
        List.copyOf(explicit.keySet()).stream().filter(nlri -> families.contains(nlri.family()))
            .forEach(nlri -> withdraw(nlri, false));
    }

    List<Route> explicit() {
        return List.copyOf(explicit.values());
    }

    /** Routes that lack a next hop of their IP version on this session. */
    SequencedSet<Nlri> withoutNextHop() {
        return withoutNextHop;
    }

    /** Prefixes that have fewer paths than their weight asks for. */
    List<PathShortage> shortages() {
        return shortages;
    }

    /** Forgets an explicit route; told: the neighbour hears so even where it never heard of the route. */
    private void withdraw(final Nlri nlri, final boolean told) {
        explicit.remove(nlri);
        withoutNextHop.remove(nlri);
        session.ifPresent(open -> {
            final RouteAttributes beneath = announced.get(nlri);
            if (beneath == null && told) {
                open.rib().withdraw(nlri);
            } else if (beneath == null) {
                open.rib().remove(nlri);
            } else {
                open.rib().put(nlri, beneath);
            }
        });
    }

    private void put(final Route route, final Session open) {
        withoutNextHop.remove(route.nlri());
        switch (open.completion().complete(route)) {
            case RouteCompletion.Completed.Sendable sendable ->
                open.rib().put(route.nlri(), sendable.attributes());
            case RouteCompletion.Completed.WithoutNextHop none -> {
                open.rib().remove(route.nlri());
                withoutNextHop.add(route.nlri());
            }
            case RouteCompletion.Completed.Forbidden forbidden -> open.rib().remove(route.nlri());
        }
    }

    private void rebuild(final Session open) {
        final RouteBuilder.Built built = open.builder().build(announcements);
        announced.keySet().stream()
            .filter(nlri -> !built.routes().containsKey(nlri) && !explicit.containsKey(nlri))
            .forEach(open.rib()::remove);
        built.routes().forEach((nlri, attributes) -> {
            if (!explicit.containsKey(nlri)) {
                open.rib().put(nlri, attributes);
            }
        });
        announced = built.routes();
        shortages = built.shortages();
        withoutNextHop.removeIf(nlri -> !explicit.containsKey(nlri));
        built.withoutNext().forEach(prefix -> withoutNextHop.add(Nlri.of(prefix)));
    }
}
