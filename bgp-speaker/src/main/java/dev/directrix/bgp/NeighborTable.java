package dev.directrix.bgp;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.transport.EpollTransport;
import dev.directrix.bgp.transport.Link;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The neighbours of a speaker: configured ones, and those of listen ranges while they are connected. */
final class NeighborTable {

    private final EpollTransport transport;
    private final BfdWatch bfd;
    private final SpeakerListener listener;
    private final Map<String, Neighbor> neighbors = new LinkedHashMap<>();
    /** The range by which a neighbour is here, for those that are not configured. */
    private final Map<String, ListenRange> dynamic = new HashMap<>();
    /** For other threads. */
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private List<ListenRange> ranges = List.of();
    private List<Announcement> announcements = List.of();
    private Set<Prefix> watched = Set.of();
    private Optional<SpeakerConfig> speaker = Optional.empty();
    private boolean resting;

    NeighborTable(final EpollTransport transport, final BfdWatch bfd, final SpeakerListener listener) {
        this.transport = transport;
        this.bfd = bfd;
        this.listener = listener;
    }

    /** Every neighbour, configured ones first. */
    Collection<Neighbor> all() {
        return neighbors.values();
    }

    Optional<Neighbor> find(final String id) {
        return Optional.ofNullable(neighbors.get(id));
    }

    /** Whether there is such a neighbour; from any thread. */
    boolean knows(final String id) {
        return ids.contains(id);
    }

    void announce(final List<Announcement> all) {
        announcements = all;
        neighbors.values().forEach(neighbor -> neighbor.announce(all));
    }

    void watch(final Set<Prefix> prefixes) {
        watched = prefixes;
        neighbors.values().forEach(neighbor -> neighbor.watch(prefixes));
    }

    /** From now on, sessions of this and of later configurations do not come up. */
    void rest() {
        resting = true;
    }

    /** Ends every session, too. */
    void rest(final CeaseSubcode reason, final String text) {
        if (!resting) {
            rest();
            List.copyOf(neighbors.values()).forEach(neighbor -> neighbor.stop(reason, text));
        }
    }

    /** Opens them again. */
    void resume() {
        if (resting) {
            resting = false;
            List.copyOf(neighbors.values()).forEach(Neighbor::start);
        }
    }

    /** Whether a connection that came in is of a router whose session rests. */
    boolean rests(final Link link) {
        return resting && (configured(link).isPresent() || rangeOf(link.remoteAddress()).isPresent());
    }

    void apply(final SpeakerConfig config, final Map<String, List<RouteChange>> explicit) {
        final Map<String, Neighbor> old = new HashMap<>(neighbors);
        final Map<String, Neighbor> guests = new LinkedHashMap<>();
        neighbors.forEach((id, neighbor) -> {
            if (dynamic.containsKey(id)) {
                guests.put(id, neighbor);
            }
        });
        neighbors.clear();
        ranges = config.listenRanges().stream()
            .sorted(Comparator.comparingInt((ListenRange range) -> -range.prefix().length())).toList();
        for (final NeighborConfig wanted : config.neighbors()) {
            dynamic.remove(wanted.id());
            guests.remove(wanted.id());
            place(config, wanted, Optional.ofNullable(old.remove(wanted.id())),
                explicit.getOrDefault(wanted.id(), List.of()));
        }
        guests.forEach((id, neighbor) -> {
            final Optional<ListenRange> range = rangeOf(neighbor.config().address());
            if (range.isPresent()) {
                old.remove(id);
                dynamic.put(id, range.get());
                place(config, range.get().neighbor(neighbor.config().address()), Optional.of(neighbor),
                    explicit.getOrDefault(id, List.of()));
            } else {
                dynamic.remove(id);
            }
        });
        old.values().forEach(neighbor -> neighbor.stop(CeaseSubcode.PEER_DECONFIGURED, ""));
        speaker = Optional.of(config);
        ids.retainAll(neighbors.keySet());
        ids.addAll(neighbors.keySet());
    }

    /** The neighbour that a connection which came in belongs to; empty: a stranger. */
    Optional<Neighbor> owner(final Link link) {
        return configured(link).or(() -> guest(link));
    }

    private Optional<Neighbor> configured(final Link link) {
        return neighbors.values().stream().filter(candidate -> candidate.match(link) > 0)
            .max(Comparator.comparingInt(candidate -> candidate.match(link)));
    }

    private void place(
        final SpeakerConfig config, final NeighborConfig wanted, final Optional<Neighbor> known,
        final List<RouteChange> explicit) {
        final Optional<Neighbor> kept = known.filter(neighbor ->
            neighbor.speaker().asn() == config.asn() && neighbor.speaker().routerId().equals(config.routerId())
                && neighbor.config().sameSession(wanted));
        if (kept.isPresent()) {
            kept.get().adopt(wanted);
            kept.get().change(explicit);
            neighbors.put(wanted.id(), kept.get());
            return;
        }
        final List<RouteChange> routes = new ArrayList<>();
        known.ifPresent(neighbor -> {
            neighbor.stop(CeaseSubcode.OTHER_CONFIGURATION_CHANGE, "");
            neighbor.explicitRoutes().forEach(route -> routes.add(new RouteChange.Announce(route)));
        });
        routes.addAll(explicit);
        start(config, wanted, routes);
    }

    private Neighbor start(
        final SpeakerConfig config, final NeighborConfig wanted, final List<RouteChange> explicit) {
        final Neighbor fresh = new Neighbor(
            config, wanted, transport, bfd, listener, () -> ThreadLocalRandom.current().nextDouble(),
            () -> transport.execute(() -> forget(wanted.id())));
        neighbors.put(wanted.id(), fresh);
        fresh.watch(watched);
        fresh.announce(announcements);
        fresh.change(explicit);
        if (!resting) {
            fresh.start();
        }
        return fresh;
    }

    /** A router of a listen range. */
    private Optional<Neighbor> guest(final Link link) {
        final Optional<ListenRange> range = rangeOf(link.remoteAddress());
        if (range.isEmpty() || speaker.isEmpty()) {
            return Optional.empty();
        }
        final long guests = dynamic.values().stream().filter(range.get()::equals).count();
        final NeighborConfig config = range.get().neighbor(link.remoteAddress());
        if (guests >= range.get().limit() || neighbors.containsKey(config.id())) {
            return Optional.empty();
        }
        dynamic.put(config.id(), range.get());
        ids.add(config.id());
        return Optional.of(start(speaker.get(), config, List.of()));
    }

    /** Forgets a router of a listen range that is not connected any more. */
    private void forget(final String id) {
        if (dynamic.containsKey(id) && !neighbors.get(id).isConnected()) {
            dynamic.remove(id);
            ids.remove(id);
            neighbors.remove(id).stop(CeaseSubcode.PEER_DECONFIGURED, "");
        }
    }

    private Optional<ListenRange> rangeOf(final InetAddress address) {
        return ranges.stream().filter(range -> range.contains(address)).findFirst();
    }
}
