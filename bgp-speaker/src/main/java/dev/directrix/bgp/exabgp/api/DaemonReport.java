package dev.directrix.bgp.exabgp.api;

import com.google.gson.JsonObject;
import dev.directrix.bgp.NeighborStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers to commands about the daemon as a whole. */
final class DaemonReport {

    /** The ExaBGP whose API this is; scripts ask for it. */
    static final String COMPATIBLE = "5.0.0";

    private DaemonReport() {
    }

    static List<String> of(
        final Daemon daemon, final Sessions sessions, final ApiCommand command, final boolean json) {
        return switch (command) {
            case ApiCommand.Version version -> version(daemon, json);
            case ApiCommand.Help help -> HelpReport.of(json);
            case ApiCommand.Ping ping -> ping(daemon, ping);
            case ApiCommand.Status status -> status(daemon, sessions, json);
            case ApiCommand.Shutdown shutdown -> said("shutdown in progress", json);
            case ApiCommand.Reload reload -> said("reload in progress", json);
            case ApiCommand.Restart restart -> said("restart in progress", json);
            case ApiCommand.Reset reset -> said("asynchronous queue cleared", json);
            case ApiCommand.QueueStatus queue -> queues(daemon, json);
            case ApiCommand.ApiVersion version -> apiVersion(daemon, version, json);
            default -> List.of();
        };
    }

    private static List<String> said(final String text, final boolean json) {
        if (!json) {
            return List.of(text);
        }
        final JsonObject answer = new JsonObject();
        answer.addProperty("status", text);
        return List.of(answer.toString());
    }

    private static List<String> version(final Daemon daemon, final boolean json) {
        if (!json) {
            return List.of("exabgp " + COMPATIBLE + " (directrix " + daemon.version() + ")");
        }
        final JsonObject answer = new JsonObject();
        answer.addProperty("version", COMPATIBLE);
        answer.addProperty("application", "exabgp");
        answer.addProperty("implementation", "directrix " + daemon.version());
        return List.of(answer.toString());
    }

    private static List<String> ping(final Daemon daemon, final ApiCommand.Ping ping) {
        if (ping.text()) {
            return List.of("pong " + daemon.uuid() + " active=true");
        }
        final JsonObject answer = new JsonObject();
        answer.addProperty("pong", daemon.uuid());
        answer.addProperty("active", true);
        return List.of(answer.toString());
    }

    private static List<String> status(final Daemon daemon, final Sessions sessions, final boolean json) {
        final long pid = ProcessHandle.current().pid();
        final Duration uptime = Duration.between(daemon.started(), Instant.now());
        final Map<String, NeighborStatus> statuses = sessions.statuses();
        if (json) {
            final JsonObject peers = new JsonObject();
            sessions.neighbors().forEach(
                neighbor -> peers.addProperty(neighbor.config().name(), state(statuses.get(neighbor.id()))));
            final JsonObject answer = new JsonObject();
            answer.addProperty("version", COMPATIBLE);
            answer.addProperty("uuid", daemon.uuid());
            answer.addProperty("pid", pid);
            answer.addProperty("uptime", uptime.toSeconds());
            answer.addProperty("start_time", daemon.started().toEpochMilli() / 1000.0);
            answer.add("peers", peers);
            return List.of(answer.toString());
        }
        final List<String> lines = new ArrayList<>(List.of(
            "Directrix BGP speaker",
            "=====================",
            "Version: " + daemon.version(),
            "UUID: " + daemon.uuid(),
            "PID: " + pid,
            "Uptime: " + uptime.toHours() + "h " + uptime.toMinutesPart() + "m " + uptime.toSecondsPart() + "s",
            "Peers: " + sessions.neighbors().size()));
        sessions.neighbors().forEach(neighbor ->
            lines.add("  - " + neighbor.config().name() + ": " + state(statuses.get(neighbor.id()))));
        return lines;
    }

    /** As ExaBGP writes it: {@code ESTABLISHED}. */
    static String state(final NeighborStatus status) {
        return status == null ? "IDLE" : status.state().name().replace("_", "").toUpperCase(Locale.ROOT);
    }

    private static List<String> queues(final Daemon daemon, final boolean json) {
        final Map<String, Daemon.Backlog> backlogs = daemon.backlogs();
        if (json) {
            final JsonObject answer = new JsonObject();
            backlogs.forEach((program, backlog) -> {
                final JsonObject entry = new JsonObject();
                entry.addProperty("items", backlog.items());
                entry.addProperty("bytes", backlog.bytes());
                answer.add(program, entry);
            });
            return List.of(answer.toString());
        }
        if (backlogs.isEmpty()) {
            return List.of("no queued messages");
        }
        final List<String> lines = new ArrayList<>();
        backlogs.forEach((program, backlog) ->
            lines.add(program + ": " + backlog.items() + " items (" + backlog.bytes() + " bytes)"));
        return lines;
    }

    private static List<String> apiVersion(
        final Daemon daemon, final ApiCommand.ApiVersion command, final boolean json) {
        final int version = daemon.apiVersion(command.version());
        if (json) {
            final JsonObject answer = new JsonObject();
            answer.addProperty("api_version", version);
            return List.of(answer.toString());
        }
        return List.of("API version: " + version + (version == 4 ? " (text unless JSON is asked for)" : " (JSON)"));
    }
}
