package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.BgpException;
import dev.directrix.bgp.BgpSpeaker;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.exabgp.api.ApiCommand;
import dev.directrix.bgp.exabgp.api.ApiException;
import dev.directrix.bgp.exabgp.api.ApiNeighbor;
import dev.directrix.bgp.exabgp.api.Sessions;
import dev.directrix.bgp.exabgp.config.ConfigurationException;
import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The neighbours of a configuration and their sessions, with what the API added to them. Belongs to the thread of the
 * runner.
 */
final class SpeakerSessions implements Sessions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpeakerSessions.class);
    private static final Set<Family> FAMILIES = Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
    private static final long POLL_MS = 5;
    private static final int ADMINISTRATIVE_SHUTDOWN = 2;
    private static final int ADMINISTRATIVE_RESET = 4;

    private final NeighborMapping mapping;
    private final EventReporter events;
    private final Consumer<Map<String, ExabgpNeighbor>> changed;
    private final Map<String, Boolean> watchdogs = new HashMap<>();
    private Map<String, ExabgpNeighbor> neighbors = Map.of();
    private List<ApiNeighbor> shown = List.of();
    private Optional<BgpSpeaker> speaker = Optional.empty();

    /**
     * Without neighbours.
     *
     * @param changed hears of the neighbours before their sessions do
     */
    SpeakerSessions(
        final NeighborMapping mapping, final EventReporter events,
        final Consumer<Map<String, ExabgpNeighbor>> changed) {
        this.mapping = mapping;
        this.events = events;
        this.changed = changed;
    }

    /** Waits until the session with every neighbour that we connect to is up; for so long at most. */
    void awaitUp(final long mostMs) throws InterruptedException {
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMs);
        while (System.nanoTime() < end && speaker().neighbors().stream()
            .anyMatch(status -> !status.isEstablished() && !status.config().passive())) {
            Thread.sleep(POLL_MS);
        }
    }

    /**
     * Makes these the neighbours. A neighbour that did not change keeps its session, and hears only of routes that did.
     * Routes of the API stay.
     */
    void configure(final List<ExabgpNeighbor> wanted) {
        final Map<String, ExabgpNeighbor> next = new LinkedHashMap<>();
        for (final ExabgpNeighbor neighbor : wanted) {
            if (next.putIfAbsent(neighbor.name(), neighbor) != null) {
                LOG.warn("{} is there twice, the first counts", neighbor.name());
            }
        }
        final Map<String, List<RouteChange>> changes = new HashMap<>();
        next.forEach((id, neighbor) -> changes.put(id, ordered(changes(id, neighbor), neighbor)));
        apply(next, changes);
    }

    private void apply(final Map<String, ExabgpNeighbor> next, final Map<String, List<RouteChange>> changes) {
        final SpeakerConfig config = mapping.speaker(List.copyOf(next.values()));
        changed.accept(next);
        try {
            if (speaker.isPresent()) {
                speaker.get().configure(config, changes);
            } else {
                speaker = Optional.of(BgpSpeaker.start(config, changes, events));
            }
        } catch (final BgpException e) {
            changed.accept(neighbors);
            throw e;
        }
        neighbors = next;
        shown = next.entrySet().stream().map(entry -> new ApiNeighbor(entry.getKey(), entry.getValue())).toList();
    }

    /** All that the neighbour shall know, in case its session begins anew, and what it shall know no more. */
    private List<RouteChange> changes(final String id, final ExabgpNeighbor neighbor) {
        final List<RouteChange> changes = new ArrayList<>();
        if (!neighbors.containsKey(id)) {
            announced(neighbor).forEach(route -> changes.add(new RouteChange.Announce(route)));
            return changes;
        }
        final List<Route> before = announced(neighbors.get(id));
        final List<Route> after = announced(neighbor);
        final List<Route> told = routes(id);
        final Set<Nlri> gone = new HashSet<>();
        before.forEach(route -> gone.add(route.nlri()));
        after.forEach(route -> gone.remove(route.nlri()));
        told.forEach(route -> changes.add(gone.contains(route.nlri())
            ? new RouteChange.Withdraw(route.nlri()) : new RouteChange.Announce(route)));
        // What the API withdrew or changed stays so, as long as the file says the same.
        final Set<Route> known = new HashSet<>(before);
        after.stream().filter(route -> !known.contains(route))
            .forEach(route -> changes.add(new RouteChange.Announce(route)));
        return changes;
    }

    /**
     * In the order in which ExaBGP puts prefixes into a message: by path identifier, length and address. Changes of one
     * prefix keep their order.
     */
    private static List<RouteChange> ordered(final List<RouteChange> changes, final ExabgpNeighbor neighbor) {
        final boolean withPaths = neighbor != null && !neighbor.capabilities().addPath().isEmpty();
        final Comparator<Nlri> byPrefix = Comparator.<Nlri>comparingInt(nlri -> nlri.prefix().length())
            .thenComparing(nlri -> nlri.prefix().address().getAddress(), Arrays::compareUnsigned);
        final Comparator<Nlri> order =
            withPaths ? Comparator.comparingLong(Nlri::pathId).thenComparing(byPrefix) : byPrefix;
        final List<RouteChange> ordered = new ArrayList<>(changes);
        ordered.sort(Comparator.comparing(RouteChange::nlri, order));
        return ordered;
    }

    private List<Route> announced(final ExabgpNeighbor neighbor) {
        return neighbor.routes().stream().filter(this::isAnnounced).map(ConfiguredRoute::route).toList();
    }

    private boolean isAnnounced(final ConfiguredRoute route) {
        return route.watchdog().map(watchdogs::get).orElse(!route.withdraw());
    }

    @Override
    public List<ApiNeighbor> neighbors() {
        return shown;
    }

    @Override
    public Map<String, NeighborStatus> statuses() {
        final Map<String, NeighborStatus> statuses = new LinkedHashMap<>();
        speaker().neighbors().forEach(status -> statuses.put(status.id(), status));
        return statuses;
    }

    @Override
    public void change(final String id, final List<RouteChange> changes) {
        speaker().change(id, ordered(changes, neighbors.get(id)));
    }

    @Override
    public void resend(final String id) {
        speaker().resend(id, FAMILIES);
    }

    @Override
    public void clear(final String id) {
        speaker().clear(id, FAMILIES);
    }

    @Override
    public List<Route> routes(final String id) {
        return speaker().explicitRoutes(id);
    }

    @Override
    public List<ConfiguredRoute> watched(final String id, final String watchdog) {
        return neighbors.get(id).routes().stream()
            .filter(route -> route.watchdog().filter(watchdog::equals).isPresent()).toList();
    }

    @Override
    public void watchdog(final String name, final boolean announced) {
        watchdogs.put(name, announced);
    }

    @Override
    public void endOfRib(final String id, final Family family) {
        speaker().endOfRib(id, family);
    }

    @Override
    public void requestRefresh(final String id, final Family family) {
        speaker().requestRefresh(id, family);
    }

    @Override
    public void teardown(final String id, final int subcode) {
        speaker().teardown(id, subcode, switch (subcode) {
            case ADMINISTRATIVE_SHUTDOWN -> "Administrative Shutdown";
            case ADMINISTRATIVE_RESET -> "Administrative Reset";
            default -> "";
        });
    }

    /** Ends every session; all come back. */
    void restart() {
        statuses().forEach((id, status) -> {
            if (status.isEstablished()) {
                teardown(id, ADMINISTRATIVE_RESET);
            }
        });
    }

    @Override
    public void create(final ApiCommand.CreateNeighbor command) {
        final StringBuilder text = new StringBuilder();
        command.programs().forEach(program ->
            text.append("process ").append(program).append(" { run /bin/true; encoder text; }\n"));
        text.append("neighbor ").append(command.address()).append(" {\n");
        command.settings().forEach(setting -> text.append(setting).append(";\n"));
        text.append("api { processes [ ").append(String.join(" ", command.programs())).append(" ]; }\n}\n");
        try {
            final ExabgpConfiguration parsed = ExabgpConfiguration.parse(text.toString(), "create neighbor");
            final Map<String, ExabgpNeighbor> next = new LinkedHashMap<>(neighbors);
            for (final ExabgpNeighbor neighbor : parsed.neighbors()) {
                if (next.putIfAbsent(neighbor.name(), neighbor) != null) {
                    throw new ApiException(neighbor.name() + " is there already");
                }
            }
            apply(next, Map.of());
        } catch (final ConfigurationException e) {
            throw new ApiException(e.problems().getFirst().text());
        } catch (final IllegalArgumentException e) {
            throw new ApiException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void delete(final String id) {
        final Map<String, ExabgpNeighbor> next = new LinkedHashMap<>(neighbors);
        if (next.remove(id) != null) {
            apply(next, Map.of());
        }
    }

    /** Ends every session with Cease, Administrative Shutdown. */
    @Override
    public void close() {
        speaker.ifPresent(BgpSpeaker::close);
    }

    private BgpSpeaker speaker() {
        return speaker.orElseThrow(() -> new IllegalStateException("the speaker does not run yet"));
    }
}
