package dev.directrix.bgp.exabgp.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.directrix.bgp.MessageCounters;
import dev.directrix.bgp.NegotiatedSession;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.exabgp.config.CapabilityOptions;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.wire.Family;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Answers to {@code show neighbor}, in the columns and under the keys that ExaBGP uses.
 *
 * @param statuses how the neighbours stand, by id
 * @param now      the time
 */
record NeighborReport(Map<String, NeighborStatus> statuses, Instant now) {

    private static final String SUMMARY =
        "Peer            AS        up/down state       |     #sent     #recvd    #pfx_in";

    List<String> of(final List<ApiNeighbor> neighbors, final ApiCommand.ShowForm form, final boolean json) {
        if (json) {
            final JsonArray all = new JsonArray();
            neighbors.forEach(neighbor -> all.add(json(neighbor)));
            return List.of(all.toString());
        }
        final List<String> lines = new ArrayList<>();
        switch (form) {
            case SUMMARY -> {
                lines.add(SUMMARY);
                neighbors.forEach(neighbor -> status(neighbor)
                    .ifPresent(status -> lines.add(summary(neighbor.config(), status))));
            }
            case EXTENSIVE -> neighbors.forEach(neighbor -> status(neighbor)
                .ifPresent(status -> lines.addAll(extensive(neighbor.config(), status))));
            case CONFIGURATION -> neighbors.forEach(neighbor ->
                lines.addAll(NeighborText.of(neighbor.config())));
            default ->
                lines.add("usage: show neighbor [ADDRESS] summary|extensive|configuration [json]");
        }
        return lines;
    }

    /** Answer to {@code peer list}. */
    List<String> list(final List<ApiNeighbor> neighbors) {
        final JsonArray all = new JsonArray();
        for (final ApiNeighbor neighbor : neighbors) {
            final JsonObject entry = new JsonObject();
            entry.addProperty("peer-address", AddressText.of(neighbor.config().peerAddress()));
            number(entry, "peer-as", neighbor.config().peerAs());
            entry.addProperty("state", DaemonReport.state(statuses.get(neighbor.id())));
            all.add(entry);
        }
        return List.of(all.toString());
    }

    private Optional<NeighborStatus> status(final ApiNeighbor neighbor) {
        return Optional.ofNullable(statuses.get(neighbor.id()));
    }

    private String summary(final ExabgpNeighbor config, final NeighborStatus status) {
        return String.format("%-15s %-7s %9s %-12s %10d %10d %10d",
            AddressText.of(config.peerAddress()), number(config.peerAs()),
            status.isEstablished() ? duration(status.uptime(now)) : "down",
            status.state().name().replace("_", "").toLowerCase(Locale.ROOT),
            status.sent().updates(), status.received().updates(), status.prefixesReceived());
    }

    private List<String> extensive(final ExabgpNeighbor config, final NeighborStatus status) {
        final Optional<NegotiatedSession> agreed = status.negotiated();
        final List<String> lines = new ArrayList<>();
        lines.add("Neighbor " + AddressText.of(config.peerAddress()));
        lines.add("    Session                        Local");
        lines.add(row("local", localAddress(config, agreed), "", ""));
        lines.add(row("state", DaemonReport.state(status), "", ""));
        lines.add(row(status.isEstablished() ? "up for" : "down for",
            duration(Duration.between(status.since(), now)), "", ""));
        lines.add("    Setup                          Local          Remote");
        lines.add(row("AS", number(config.localAs()), number(config.peerAs()), ""));
        lines.add(row("ID", AddressText.of(config.routerId()),
            agreed.map(session -> AddressText.of(session.peerRouterId())).orElse("n/a"), ""));
        lines.add(row("hold-time", Long.toString(config.holdTime().toSeconds()),
            agreed.map(session -> Long.toString(session.holdTime().toSeconds())).orElse("n/a"), ""));
        lines.add("    Capability                     Local          Remote");
        capabilities(config.capabilities()).forEach((name, offered) -> lines.add(row(name + ":", enabled(offered),
            agreed.map(session -> enabled(peerOffers(session, name))).orElse("n/a"), "")));
        lines.add("    Families                       Local          Remote        Add-Path");
        for (final Family family : config.families()) {
            lines.add(row(FamilyText.of(family) + ":", "enabled",
                agreed.map(session -> enabled(session.families().contains(family))).orElse("n/a"),
                addPath(config.capabilities(), family)));
        }
        lines.add("    Message Statistic               Sent        Received");
        messages(status).forEach((name, counts) ->
            lines.add(row(name + ":", Long.toString(counts[0]), Long.toString(counts[1]), "")));
        lines.add("    Prefix Statistic");
        lines.add(row("received:", Integer.toString(status.prefixesReceived()), "", ""));
        status.lastDown().ifPresent(failure -> lines.add("    Last failure: " + failure.cause()));
        return lines;
    }

    private JsonObject json(final ApiNeighbor neighbor) {
        final ExabgpNeighbor config = neighbor.config();
        final JsonObject whole = new JsonObject();
        final Optional<NeighborStatus> known = status(neighbor);
        final Optional<NegotiatedSession> agreed = known.flatMap(NeighborStatus::negotiated);
        known.ifPresent(status -> {
            whole.addProperty("state", status.isEstablished() ? "up" : "down");
            whole.addProperty("duration", Duration.between(status.since(), now).toSeconds());
            whole.addProperty("fsm", DaemonReport.state(status));
        });
        whole.add("local", local(config, agreed));
        whole.add("peer", peer(config, agreed));
        known.ifPresent(status -> {
            final JsonObject sent = new JsonObject();
            final JsonObject received = new JsonObject();
            messages(status).forEach((name, counts) -> {
                sent.addProperty(name, counts[0]);
                received.addProperty(name, counts[1]);
            });
            final JsonObject counts = new JsonObject();
            counts.add("sent", sent);
            counts.add("received", received);
            whole.add("messages", counts);
            final JsonObject prefixes = new JsonObject();
            prefixes.addProperty("received", status.prefixesReceived());
            prefixes.addProperty("announced", status.prefixesAnnounced());
            whole.add("prefixes", prefixes);
            status.lastError().ifPresent(cause -> whole.addProperty("last-failure", cause));
        });
        final JsonArray families = new JsonArray();
        agreed.ifPresent(session -> session.families().forEach(family -> families.add(FamilyText.of(family))));
        whole.add("families", families);
        return whole;
    }

    private static JsonObject local(final ExabgpNeighbor config, final Optional<NegotiatedSession> agreed) {
        final JsonObject side = new JsonObject();
        final JsonObject capabilities = new JsonObject();
        capabilities(config.capabilities()).forEach(capabilities::addProperty);
        side.add("capabilities", capabilities);
        final JsonObject families = new JsonObject();
        final JsonObject addPath = new JsonObject();
        config.families().forEach(family -> {
            families.addProperty(FamilyText.of(family), true);
            addPath.addProperty(FamilyText.of(family), addPath(config.capabilities(), family));
        });
        side.add("families", families);
        side.add("add-path", addPath);
        side.addProperty("address", localAddress(config, agreed));
        number(side, "as", config.localAs());
        side.addProperty("id", AddressText.of(config.routerId()));
        side.addProperty("hold", config.holdTime().toSeconds());
        return side;
    }

    private static JsonObject peer(final ExabgpNeighbor config, final Optional<NegotiatedSession> agreed) {
        final JsonObject side = new JsonObject();
        final JsonObject capabilities = new JsonObject();
        capabilities(config.capabilities()).keySet().forEach(name -> agreed.ifPresentOrElse(
            session -> capabilities.addProperty(name, peerOffers(session, name)),
            () -> capabilities.add(name, JsonNull.INSTANCE)));
        side.add("capabilities", capabilities);
        final JsonObject families = new JsonObject();
        config.families().forEach(family -> agreed.ifPresentOrElse(
            session -> families.addProperty(FamilyText.of(family), session.families().contains(family)),
            () -> families.add(FamilyText.of(family), JsonNull.INSTANCE)));
        side.add("families", families);
        side.addProperty("address", AddressText.of(config.peerAddress()));
        number(side, "as", config.peerAs());
        agreed.ifPresentOrElse(session -> {
            side.addProperty("id", AddressText.of(session.peerRouterId()));
            side.addProperty("hold", session.holdTime().toSeconds());
        }, () -> {
            side.add("id", JsonNull.INSTANCE);
            side.add("hold", JsonNull.INSTANCE);
        });
        return side;
    }

    private static Map<String, Boolean> capabilities(final CapabilityOptions options) {
        final Map<String, Boolean> offered = new LinkedHashMap<>();
        offered.put("asn4", options.asn4());
        offered.put("route-refresh", options.routeRefresh());
        offered.put("multi-session", options.multiSession());
        offered.put("operational", options.operational());
        offered.put("add-path", !options.addPath().isEmpty());
        offered.put("extended-message", options.extendedMessage());
        offered.put("graceful-restart", options.gracefulRestart().isPresent());
        return offered;
    }

    private static boolean peerOffers(final NegotiatedSession session, final String name) {
        return switch (name) {
            case "asn4" -> session.fourOctetAsn();
            case "route-refresh" -> session.routeRefresh();
            default -> session.peerCapabilities().stream()
                .anyMatch(text -> text.equals(name) || text.startsWith(name + " "));
        };
    }

    private static Map<String, long[]> messages(final NeighborStatus status) {
        final MessageCounters sent = status.sent();
        final MessageCounters received = status.received();
        final Map<String, long[]> messages = new LinkedHashMap<>();
        messages.put("open", new long[] {sent.opens(), received.opens()});
        messages.put("notification", new long[] {sent.notifications(), received.notifications()});
        messages.put("keepalive", new long[] {sent.keepalives(), received.keepalives()});
        messages.put("update", new long[] {sent.updates(), received.updates()});
        messages.put("refresh", new long[] {sent.routeRefreshes(), received.routeRefreshes()});
        messages.put("total", new long[] {sent.total(), received.total()});
        return messages;
    }

    private static String localAddress(final ExabgpNeighbor config, final Optional<NegotiatedSession> agreed) {
        return config.localAddress().or(() -> agreed.map(NegotiatedSession::localAddress))
            .map(AddressText::of).orElse("auto");
    }

    private static String addPath(final CapabilityOptions options, final Family family) {
        if (!options.addPath().contains(family)) {
            return "disabled";
        }
        return switch (options.addPathMode()) {
            case DISABLED -> "disabled";
            case SEND -> "send";
            case RECEIVE -> "receive";
            case SEND_RECEIVE -> "send/receive";
        };
    }

    private static String row(final String name, final String local, final String remote, final String more) {
        return String.format("    %-20s %15s %15s %15s", name, local, remote, more).stripTrailing();
    }

    private static String enabled(final boolean value) {
        return value ? "enabled" : "disabled";
    }

    private static String number(final OptionalLong asn) {
        return asn.isPresent() ? Long.toString(asn.getAsLong()) : "auto";
    }

    private static void number(final JsonObject into, final String name, final OptionalLong asn) {
        if (asn.isPresent()) {
            into.addProperty(name, asn.getAsLong());
        } else {
            into.add(name, JsonNull.INSTANCE);
        }
    }

    /** {@code 1:02:03}, {@code 2 days, 0:00:10}. */
    static String duration(final Duration time) {
        final long days = time.toDays();
        final String clock = String.format("%d:%02d:%02d", time.toHoursPart(), time.toMinutesPart(),
            time.toSecondsPart());
        return days == 0 ? clock : days + (days == 1 ? " day, " : " days, ") + clock;
    }
}
