package dev.directrix.bgp.exabgp.api;

import dev.directrix.bgp.BgpException;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.exabgp.text.RouteParser;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.wire.Family;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out commands. Changes of routes wait for {@link #commit}, so that what a program writes in one go reaches the
 * neighbours in one go: a route that is announced and withdrawn in it is never seen. Belongs to one thread.
 */
public final class CommandExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);
    private static final String DONE = "done";
    private static final String ERROR = "error";
    private static final int MAX_WAITING_CHANGES = 10_000;
    private static final long MAX_SYNC_MS = 30_000;
    private static final int MAX_SHOWN = 200;

    private final Sessions sessions;
    private final Daemon daemon;
    private final Answers answers;
    private final ApiSettings settings;
    private final LongSupplier clockMs;
    private final CommandParser parser = new CommandParser();
    private final Map<String, Program> programs = new HashMap<>();
    private final Map<String, List<RouteChange>> waiting = new LinkedHashMap<>();
    private int waitingChanges;

    /**
     * An executor without programs.
     *
     * @param clockMs a clock that never goes back, in milliseconds
     */
    public CommandExecutor(
        final Sessions sessions, final Daemon daemon, final Answers answers, final ApiSettings settings,
        final LongSupplier clockMs) {
        this.sessions = sessions;
        this.daemon = daemon;
        this.answers = answers;
        this.settings = settings;
        this.clockMs = clockMs;
    }

    /** A program starts, or starts again: what was agreed with it before is void. */
    public void started(final String name) {
        programs.put(name, new Program(settings.acknowledge(), line -> answers.write(name, line)));
    }

    /** Carries out one line of a program, and answers. */
    public void execute(final String name, final String line) {
        if (line.startsWith("debug ")) {
            LOG.warn("Process {} says: {}", name, line.substring("debug ".length()));
            return;
        }
        if (!programs.containsKey(name)) {
            started(name);
        }
        final Program program = programs.get(name);
        try {
            final ApiCommand command = parser.parse(line);
            if (program.isGrouping() && command instanceof ApiCommand.Routes routes) {
                group(program, routes);
            } else {
                run(name, program, command, asksForJson(line));
            }
        } catch (final ApiException | TextException | IllegalArgumentException | BgpException e) {
            LOG.warn("Process {}: {}: {}", name, shown(line), e.getMessage());
            if (program.acknowledged()) {
                program.say(ERROR);
            }
        }
    }

    /** Hands the routes that changed to the sessions. */
    public void commit() {
        waiting.forEach((id, changes) -> {
            try {
                sessions.change(id, changes);
            } catch (final IllegalArgumentException e) {
                LOG.warn("Routes for {} are lost: {}", id, e.getMessage()); // It was removed meanwhile.
            }
        });
        waiting.clear();
        waitingChanges = 0;
    }

    /** Answers that waited for routes to be sent; true if some still do. */
    public boolean flushAnswers() {
        final Set<String> pending = new HashSet<>();
        if (programs.values().stream().anyMatch(Program::waits)) {
            sessions.statuses().forEach((id, status) -> {
                if (status.isEstablished() && status.prefixesPending() > 0) {
                    pending.add(id);
                }
            });
        }
        boolean waits = false;
        for (final Program program : programs.values()) {
            waits |= program.flush(clockMs.getAsLong(), pending::contains);
        }
        return waits;
    }

    private boolean asksForJson(final String line) {
        return CommandParser.asksForJson(line) || daemon.apiVersion(Optional.empty()) == 6;
    }

    private void run(final String name, final Program program, final ApiCommand command, final boolean json) {
        switch (command) {
            case ApiCommand.Routes routes -> {
                final Set<String> ids = change(name, List.of(routes));
                acknowledge(program, routes.sync().orElse(program.synchronous()), ids);
                return;
            }
            case ApiCommand.Acknowledge acknowledge -> {
                acknowledge(program, acknowledge.mode());
                return;
            }
            case ApiCommand.GroupStart start -> startGroup(program, json);
            case ApiCommand.GroupEnd end -> endGroup(name, program, json);
            case ApiCommand.Group group -> {
                change(name, group.changes());
                GroupReport.of(group.changes(), json).forEach(program::say);
            }
            case ApiCommand.Sync sync -> program.synchronous(sync.enabled());
            case ApiCommand.EndOfRib marker -> endOfRib(name, marker);
            case ApiCommand.Refresh refresh -> refresh(name, refresh);
            case ApiCommand.Watchdog watchdog -> watchdog(watchdog.name().orElse(name), watchdog.announce());
            case ApiCommand.Teardown teardown -> teardown(name, teardown);
            case ApiCommand.FlushRib flush -> {
                commit();
                targets(name, flush.who()).forEach(neighbor -> sessions.resend(neighbor.id()));
            }
            case ApiCommand.ClearRib clear -> clear(targets(name, clear.who()), clear.received());
            case ApiCommand.ShowNeighbor show ->
                new NeighborReport(sessions.statuses(), Instant.now())
                    .of(selected(show.who()), show.form(), json).forEach(program::say);
            case ApiCommand.ListPeers list -> new NeighborReport(sessions.statuses(), Instant.now())
                .list(sessions.neighbors()).forEach(program::say);
            case ApiCommand.ShowRib show -> showRib(program, show, json);
            case ApiCommand.CreateNeighbor create -> sessions.create(create.programs().isEmpty()
                ? new ApiCommand.CreateNeighbor(create.address(), create.settings(), List.of(name)) : create);
            case ApiCommand.DeleteNeighbor delete ->
                require(selected(delete.who()), delete.who()).forEach(neighbor -> sessions.delete(neighbor.id()));
            default -> DaemonReport.of(daemon, sessions, command, json).forEach(program::say);
        }
        if (program.acknowledged()) {
            program.say(DONE);
        }
        request(command);
    }

    /** What changes the daemon itself comes after its answer. */
    private void request(final ApiCommand command) {
        switch (command) {
            case ApiCommand.Shutdown shutdown -> daemon.shutdown();
            case ApiCommand.Reload reload -> daemon.reload();
            case ApiCommand.Restart restart -> daemon.restart();
            default -> {
                // Done already.
            }
        }
    }

    private void acknowledge(final Program program, final boolean whenSent, final Set<String> neighbors) {
        if (!program.acknowledged()) {
            return;
        }
        if (!whenSent) {
            program.say(DONE);
            return;
        }
        commit();
        program.sayWhenSent(DONE, neighbors, clockMs.getAsLong() + MAX_SYNC_MS);
    }

    private void acknowledge(final Program program, final ApiCommand.AckMode mode) {
        switch (mode) {
            case ENABLE -> {
                program.acknowledged(true);
                program.say(DONE);
            }
            case DISABLE -> {
                program.acknowledged(false);
                program.say(DONE);
            }
            default -> program.acknowledged(false); // SILENCE: not even this one.
        }
    }

    private void startGroup(final Program program, final boolean json) {
        if (program.isGrouping()) {
            throw new ApiException("a group is open already; end it first");
        }
        program.startGroup();
        program.say(json ? "{\"status\": \"group started\"}" : "group started");
    }

    private void group(final Program program, final ApiCommand.Routes routes) {
        RouteParser.parse(routes.text()); // Complain now, not at the end.
        if (!program.addToGroup(routes)) {
            throw new ApiException("more than " + Program.MAX_GROUP + " commands in one group; all are dropped");
        }
        if (program.acknowledged()) {
            program.say(DONE);
        }
    }

    private void endGroup(final String name, final Program program, final boolean json) {
        if (!program.isGrouping()) {
            throw new ApiException("no group is open; 'group start' opens one");
        }
        final List<ApiCommand.Routes> commands = program.endGroup();
        change(name, commands);
        GroupReport.of(commands, json).forEach(program::say);
    }

    /** All or nothing: the first command that is wrong leaves everything as it was. */
    private Set<String> change(final String name, final List<ApiCommand.Routes> commands) {
        final Map<String, List<RouteChange>> changes = new LinkedHashMap<>();
        for (final ApiCommand.Routes command : commands) {
            final List<ApiNeighbor> neighbors = targets(name, command.who());
            final RouteParser.Parsed parsed = RouteParser.parse(command.text());
            final List<ConfiguredRoute> routes = command.announce() ? parsed.announceable() : parsed.routes();
            for (final ApiNeighbor neighbor : neighbors) {
                final List<RouteChange> list = changes.computeIfAbsent(neighbor.id(), id -> new ArrayList<>());
                routes.stream().filter(route -> isConfigured(neighbor, route))
                    .forEach(route -> list.add(command.announce()
                        ? new RouteChange.Announce(neighbor.config().resolve(route.route()))
                        : new RouteChange.Withdraw(route.route().nlri())));
            }
        }
        changes.forEach(this::put);
        return changes.keySet();
    }

    private static boolean isConfigured(final ApiNeighbor neighbor, final ConfiguredRoute route) {
        final Family family = route.route().nlri().family();
        final boolean configured = neighbor.config().families().contains(family);
        if (!configured) {
            LOG.warn("Route {} is not for {}: family {} is not configured there",
                route.route().nlri().prefix(), neighbor.config().name(), family);
        }
        return configured;
    }

    private void put(final String id, final List<RouteChange> changes) {
        waiting.computeIfAbsent(id, key -> new ArrayList<>()).addAll(changes);
        waitingChanges += changes.size();
        if (waitingChanges >= MAX_WAITING_CHANGES) {
            commit();
        }
    }

    private void watchdog(final String watchdog, final boolean announce) {
        sessions.watchdog(watchdog, announce);
        for (final ApiNeighbor neighbor : sessions.neighbors()) {
            final List<RouteChange> changes = new ArrayList<>();
            sessions.watched(neighbor.id(), watchdog).forEach(route -> changes.add(announce
                ? new RouteChange.Announce(route.route()) : new RouteChange.Withdraw(route.route().nlri())));
            if (!changes.isEmpty()) {
                put(neighbor.id(), changes);
            }
        }
    }

    private void clear(final List<ApiNeighbor> neighbors, final boolean received) {
        if (received) {
            return; // Nothing that a neighbour sends is kept.
        }
        for (final ApiNeighbor neighbor : neighbors) {
            final List<RouteChange> changes = waiting.getOrDefault(neighbor.id(), new ArrayList<>());
            changes.removeIf(RouteChange.Announce.class::isInstance);
        }
        commit();
        neighbors.forEach(neighbor -> sessions.clear(neighbor.id()));
    }

    private void endOfRib(final String name, final ApiCommand.EndOfRib marker) {
        commit();
        established(name, marker.who()).forEach(neighbor -> sessions.endOfRib(neighbor.id(), marker.family()));
    }

    private void refresh(final String name, final ApiCommand.Refresh refresh) {
        commit();
        established(name, refresh.who())
            .forEach(neighbor -> sessions.requestRefresh(neighbor.id(), refresh.family()));
    }

    private void teardown(final String name, final ApiCommand.Teardown teardown) {
        commit();
        targets(name, teardown.who()).stream()
            .filter(this::isUp)
            .forEach(neighbor -> sessions.teardown(neighbor.id(), teardown.subcode()));
    }

    private void showRib(final Program program, final ApiCommand.ShowRib show, final boolean json) {
        commit();
        for (final ApiNeighbor neighbor : selected(show.who())) {
            RibReport.of(neighbor, show.received() ? List.of() : sessions.routes(neighbor.id()), show.extensive(), json)
                .forEach(program::say);
        }
    }

    private List<ApiNeighbor> established(final String name, final NeighborSelector who) {
        final List<ApiNeighbor> up = targets(name, who).stream().filter(this::isUp).toList();
        if (up.isEmpty()) {
            throw new ApiException("no session with " + who + " is up");
        }
        return up;
    }

    private boolean isUp(final ApiNeighbor neighbor) {
        final NeighborStatus status = sessions.statuses().get(neighbor.id());
        return status != null && status.isEstablished();
    }

    /** Neighbours that are meant and that the program may steer; at least one. */
    private List<ApiNeighbor> targets(final String name, final NeighborSelector who) {
        final List<ApiNeighbor> steered = sessions.neighbors().stream()
            .filter(neighbor -> neighbor.isSteeredBy(name)).toList();
        if (steered.isEmpty()) {
            throw new ApiException("no neighbor has an api section with process " + name);
        }
        return require(steered.stream().filter(neighbor -> neighbor.isMeantBy(who)).toList(), who);
    }

    private List<ApiNeighbor> selected(final NeighborSelector who) {
        return sessions.neighbors().stream().filter(neighbor -> neighbor.isMeantBy(who)).toList();
    }

    private static List<ApiNeighbor> require(final List<ApiNeighbor> neighbors, final NeighborSelector who) {
        if (neighbors.isEmpty()) {
            throw new ApiException("no neighbor matches '" + who + "'");
        }
        return neighbors;
    }

    private static String shown(final String line) {
        return line.length() <= MAX_SHOWN ? "'" + line + "'" : "'" + line.substring(0, MAX_SHOWN) + "...'";
    }
}
