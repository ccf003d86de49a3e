package dev.directrix.director.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON form of sessions and routes; {@link Codecs} says how fields are named. */
final class NeighborCodecs {

    private static final Codec<NeighborReport.PastEvent> EVENT = Codec.ofObject(
        it -> new JsonBuilder().put("at", it.at().toString()).put("agoMs", it.ago().toMillis())
            .put("text", it.text()),
        in -> new NeighborReport.PastEvent(instant(in, "at"), millis(in, "agoMs"), in.text("text")));

    private static final Codec<NeighborReport.NotificationEvent> NOTIFICATION = Codec.ofObject(
        it -> new JsonBuilder().put("at", it.at().toString()).put("agoMs", it.ago().toMillis())
            .put("code", it.code()).put("subcode", it.subcode()).put("text", it.text()),
        in -> new NeighborReport.NotificationEvent(instant(in, "at"), millis(in, "agoMs"), in.integer("code"),
            in.integer("subcode"), in.text("text")));

    private static final Codec<NeighborReport.Settings> SETTINGS = Codec.ofObject(
        it -> new JsonBuilder().put("localAsn", it.localAsn()).put("routerId", AddressText.format(it.routerId()))
            .put("port", it.port()).put("passive", it.passive())
            .put("sourceAddress", it.sourceAddress().map(AddressText::format)).put("interface", it.device())
            .put("ttl", it.ttl()).put("authentication", it.authentication())
            .put("holdTimeMs", it.holdTime().toMillis()).put("connectRetryMs", it.connectRetry().toMillis())
            .put("sendHoldMs", it.sendHold().toMillis()).put("linkBandwidth", it.linkBandwidth())
            .put("maxPrefixes", it.maxPrefixes()).putTexts("capabilities", it.capabilities()),
        in -> new NeighborReport.Settings(in.number("localAsn"), address(in, "routerId"), in.integer("port"),
            in.flag("passive"), in.optionalText("sourceAddress").map(AddressText::parse),
            in.optionalText("interface"), in.text("ttl"), in.text("authentication"), millis(in, "holdTimeMs"),
            millis(in, "connectRetryMs"), millis(in, "sendHoldMs"), in.text("linkBandwidth"),
            in.optionalInteger("maxPrefixes"), in.texts("capabilities")));

    private static final Codec<NeighborReport.Session> SESSION = Codec.ofObject(
        it -> new JsonBuilder().put("local", AddressText.format(it.local()))
            .put("remote", AddressText.format(it.remote())).put("internal", it.internal())
            .put("routerId", AddressText.format(it.routerId())).put("peerHoldTimeMs", it.peerHoldTime().toMillis())
            .put("holdTimeMs", it.holdTime().toMillis()).put("keepaliveMs", it.keepalive().toMillis())
            .putTexts("families", it.families()).put("maxMessageOctets", it.maxMessage())
            .putTexts("peerCapabilities", it.received()).putTexts("agreedCapabilities", it.agreed()),
        in -> new NeighborReport.Session(AddressText.parseEndpoint(in.text("local")),
            AddressText.parseEndpoint(in.text("remote")), in.flag("internal"), address(in, "routerId"),
            millis(in, "peerHoldTimeMs"), millis(in, "holdTimeMs"), millis(in, "keepaliveMs"), in.texts("families"),
            in.integer("maxMessageOctets"), in.texts("peerCapabilities"), in.texts("agreedCapabilities")));

    private static final Codec<NeighborReport.Messages> MESSAGES = Codec.ofObject(
        it -> new JsonBuilder().put("open", it.opens()).put("update", it.updates())
            .put("notification", it.notifications()).put("keepalive", it.keepalives())
            .put("routeRefresh", it.routeRefreshes()),
        in -> new NeighborReport.Messages(in.number("open"), in.number("update"), in.number("notification"),
            in.number("keepalive"), in.number("routeRefresh")));

    private static final Codec<NeighborReport.Inbound> INBOUND = Codec.ofObject(
        it -> new JsonBuilder().put("prefixes", counts(it.prefixes())).put("malformed", it.malformed())
            .put("loops", it.loops()).put("leaks", it.leaks()).put("wrongFirstAs", it.wrongFirstAs()),
        in -> new NeighborReport.Inbound(counts(in.object("prefixes")), in.number("malformed"), in.number("loops"),
            in.number("leaks"), in.number("wrongFirstAs")));

    private static final Codec<NeighborReport.Bfd> BFD = Codec.ofObject(
        it -> new JsonBuilder().put("state", it.state()).put("sinceChangeMs", it.sinceChange().toMillis())
            .put("remoteState", it.remoteState()).put("multihop", it.multihop())
            .put("authentication", it.authentication()).put("sendIntervalMs", it.sendInterval().toMillis())
            .put("receiveIntervalMs", it.receiveInterval().toMillis())
            .put("detectionTimeMs", it.detectionTime().toMillis()).put("diagnostic", it.diagnostic())
            .put("peerDiagnostic", it.peerDiagnostic()).put("lastDown", it.lastDown()).put("ups", it.ups())
            .put("downs", it.downs()).put("sent", it.sent()).put("received", it.received())
            .put("rejected", it.rejected()).put("sendFailure", it.sendFailure()),
        in -> new NeighborReport.Bfd(in.text("state"), millis(in, "sinceChangeMs"), in.text("remoteState"),
            in.flag("multihop"), in.text("authentication"), millis(in, "sendIntervalMs"),
            millis(in, "receiveIntervalMs"), millis(in, "detectionTimeMs"), in.text("diagnostic"),
            in.text("peerDiagnostic"), in.optionalText("lastDown"), in.number("ups"), in.number("downs"),
            in.number("sent"), in.number("received"), in.number("rejected"), in.optionalText("sendFailure")));

    private static final Codec<NeighborReport.Replication> REPLICATION = Codec.ofObject(
        it -> new JsonBuilder().put("way", it.way())
            .putTexts("nextHops", it.nextHops().stream().map(AddressText::format).toList())
            .put("mostPaths", it.mostPaths()).put("weightPerPath", it.weightPerPath()),
        in -> new NeighborReport.Replication(in.text("way"),
            in.texts("nextHops").stream().map(AddressText::parse).toList(), in.integer("mostPaths"),
            in.integer("weightPerPath")));

    /** One BGP session. */
    static final Codec<NeighborReport> NEIGHBOR = Codec.ofObject(NeighborCodecs::write, NeighborCodecs::read);

    /** One route. */
    static final Codec<RouteReport> ROUTE = Codec.ofObject(
        it -> new JsonBuilder()
            .put("prefix", AddressText.format(it.prefix())).put("neighbor", it.neighbor())
            .put("pathId", it.pathId()).put("nextHop", AddressText.format(it.nextHops().getFirst()))
            .putTexts("nextHops", it.nextHops().stream().map(AddressText::format).toList())
            .put("origin", it.origin()).put("asPath", it.asPath(), JsonPrimitive::new).put("med", it.med())
            .put("localPref", it.localPref()).put("weight", it.weight()).putTexts("communities", it.communities())
            .putTexts("largeCommunities", it.largeCommunities())
            .putTexts("extendedCommunities", it.extendedCommunities())
            .putTexts("otherAttributes", it.otherAttributes()).put("pending", it.pending()),
        in -> new RouteReport(AddressText.parsePrefix(in.text("prefix")), in.text("neighbor"),
            in.optionalNumber("pathId"), in.texts("nextHops").stream().map(AddressText::parse).toList(),
            in.text("origin"), in.numbers("asPath"), in.optionalNumber("med"), in.optionalNumber("localPref"),
            in.integer("weight"), in.texts("communities"), in.texts("largeCommunities"),
            in.texts("extendedCommunities"), in.texts("otherAttributes"), in.flag("pending")));

    /** A VIP that a neighbour does not have. */
    static final Codec<RoutesReport.Missing> MISSING = Codec.ofObject(
        it -> new JsonBuilder().put("vip", AddressText.format(it.vip())).put("neighbor", it.neighbor())
            .put("reason", it.reason()),
        in -> new RoutesReport.Missing(address(in, "vip"), in.text("neighbor"), in.text("reason")));

    private NeighborCodecs() {
    }

    /** What scripts ask most is at the top, once more. */
    private static JsonBuilder write(final NeighborReport it) {
        final JsonBuilder out = new JsonBuilder().put("name", it.name())
            .put("address", AddressText.format(it.address())).put("asn", it.asn())
            .put("description", it.description()).put("state", it.state())
            .put("sinceChangeMs", it.sinceChange().toMillis()).put("timesUp", it.timesUp()).put("flaps", it.flaps())
            .put("routerId", it.session().map(session -> AddressText.format(session.routerId())))
            .put("holdTimeMs", it.holdTime().toMillis()).put("routesAnnounced", it.routes().announced())
            .put("routesPending", it.routes().pending()).put("messagesSent", it.sent().total())
            .put("messagesReceived", it.received().total()).put("resting", it.resting())
            .put("lastError", it.error());
        it.lastDown().ifPresent(event -> out.put("lastDown", EVENT.write(event)));
        it.notificationSent().ifPresent(event -> out.put("notificationSent", NOTIFICATION.write(event)));
        it.notificationReceived().ifPresent(event -> out.put("notificationReceived", NOTIFICATION.write(event)));
        out.put("settings", SETTINGS.write(it.settings()));
        it.session().ifPresent(session -> out.put("session", SESSION.write(session)));
        it.bfd().ifPresent(bfd -> out.put("bfd", BFD.write(bfd)));
        it.replication().ifPresent(replication -> out.put("replication", REPLICATION.write(replication)));
        return out.put("sent", MESSAGES.write(it.sent())).put("received", MESSAGES.write(it.received()))
            .put("inbound", INBOUND.write(it.inbound())).putTexts("warnings", it.warnings());
    }

    private static NeighborReport read(final JsonFields in) {
        return new NeighborReport(in.text("name"), address(in, "address"), in.number("asn"), in.text("description"),
            in.text("state"), millis(in, "sinceChangeMs"), in.number("timesUp"), in.flag("resting"),
            in.optionalText("lastError"), optional(in, "lastDown", EVENT),
            optional(in, "notificationSent", NOTIFICATION),
            optional(in, "notificationReceived", NOTIFICATION), SETTINGS.read(in.object("settings")),
            optional(in, "session", SESSION), MESSAGES.read(in.object("sent")), MESSAGES.read(in.object("received")),
            new NeighborReport.Outbound(in.integer("routesAnnounced"), in.integer("routesPending")),
            INBOUND.read(in.object("inbound")), optional(in, "bfd", BFD),
            optional(in, "replication", REPLICATION), in.texts("warnings"));
    }

    private static <T> Optional<T> optional(final JsonFields in, final String field, final Codec<T> codec) {
        return in.names().contains(field) ? Optional.of(codec.read(in.object(field))) : Optional.empty();
    }

    private static InetAddress address(final JsonFields in, final String field) {
        return AddressText.parse(in.text(field));
    }

    private static Duration millis(final JsonFields in, final String field) {
        return Duration.ofMillis(in.number(field));
    }

    private static Instant instant(final JsonFields in, final String field) {
        try {
            return Instant.parse(in.text(field));
        } catch (final DateTimeParseException e) {
            throw new JsonException("field '" + field + "' is not a time: " + e.getMessage());
        }
    }

    private static JsonObject counts(final SortedMap<String, Integer> counts) {
        final JsonBuilder fields = new JsonBuilder();
        counts.forEach((name, value) -> fields.put(name, value.longValue()));
        return fields.build();
    }

    private static SortedMap<String, Integer> counts(final JsonObject json) {
        final JsonFields in = new JsonFields(json);
        final SortedMap<String, Integer> counts = new TreeMap<>();
        in.names().forEach(name -> counts.put(name, in.integer(name)));
        return counts;
    }
}
