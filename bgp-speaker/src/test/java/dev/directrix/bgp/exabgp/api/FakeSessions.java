package dev.directrix.bgp.exabgp.api;

import dev.directrix.bgp.InboundReport;
import dev.directrix.bgp.MessageCounters;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.session.SessionState;
import dev.directrix.bgp.wire.Family;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sessions that only write down what is asked of them; ids are n1, n2, ... */
final class FakeSessions implements Sessions {

    final List<String> asked = new ArrayList<>();
    final Map<String, SessionState> states = new LinkedHashMap<>();
    final Map<String, Integer> pending = new LinkedHashMap<>();
    final Map<String, List<Route>> routes = new LinkedHashMap<>();
    private final List<ApiNeighbor> neighbors = new ArrayList<>();

    FakeSessions(final String configuration) {
        for (final ExabgpNeighbor neighbor : ExabgpConfiguration.parse(configuration, "test.conf").neighbors()) {
            final String id = "n" + (neighbors.size() + 1);
            neighbors.add(new ApiNeighbor(id, neighbor));
            states.put(id, SessionState.ESTABLISHED);
            routes.put(id, new ArrayList<>());
        }
    }

    @Override
    public List<ApiNeighbor> neighbors() {
        return neighbors;
    }

    @Override
    public Map<String, NeighborStatus> statuses() {
        final Map<String, NeighborStatus> statuses = new LinkedHashMap<>();
        neighbors.forEach(neighbor -> {
            final NeighborConfig config = NeighborConfig.of(
                neighbor.config().peerAddress(), neighbor.config().peerAs().orElse(0));
            statuses.put(neighbor.id(), new NeighborStatus(neighbor.id(), config, config.address(), config.asn(), "",
                states.get(neighbor.id()), Instant.now().minusSeconds(3_661), 1, Optional.empty(), Optional.empty(),
                Optional.empty(), List.of(), Optional.empty(), new MessageCounters(1, 7, 0, 3, 0),
                new MessageCounters(1, 5, 0, 3, 0), 2, pending.getOrDefault(neighbor.id(), 0), List.of(), List.of(),
                new InboundReport(new TreeMap<>(Map.of(Family.IPV4_UNICAST, 4)), 0, 0, 0, 0), Optional.empty()));
        });
        return statuses;
    }

    @Override
    public void change(final String id, final List<RouteChange> changes) {
        for (final RouteChange change : changes) {
            switch (change) {
                case RouteChange.Announce announce -> {
                    routes.get(id).add(announce.route());
                    asked.add(id + " announce " + announce.nlri());
                }
                case RouteChange.Withdraw withdraw -> asked.add(id + " withdraw " + withdraw.nlri());
            }
        }
    }

    @Override
    public void resend(final String id) {
        asked.add(id + " resend");
    }

    @Override
    public void clear(final String id) {
        asked.add(id + " clear");
    }

    @Override
    public List<Route> routes(final String id) {
        return routes.get(id);
    }

    @Override
    public List<ConfiguredRoute> watched(final String id, final String watchdog) {
        return neighbors.stream().filter(neighbor -> neighbor.id().equals(id))
            .flatMap(neighbor -> neighbor.config().routes().stream())
            .filter(route -> route.watchdog().filter(watchdog::equals).isPresent()).toList();
    }

    @Override
    public void watchdog(final String name, final boolean announced) {
        asked.add("watchdog " + name + " " + announced);
    }

    @Override
    public void endOfRib(final String id, final Family family) {
        asked.add(id + " eor " + family);
    }

    @Override
    public void requestRefresh(final String id, final Family family) {
        asked.add(id + " refresh " + family);
    }

    @Override
    public void teardown(final String id, final int subcode) {
        asked.add(id + " teardown " + subcode);
    }

    @Override
    public void create(final ApiCommand.CreateNeighbor command) {
        asked.add("create " + command.address() + " " + command.settings() + " " + command.programs());
    }

    @Override
    public void delete(final String id) {
        asked.add(id + " delete");
    }
}
