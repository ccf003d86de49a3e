package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.message.Keepalive;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events as JSON. Stateless and thread-safe. */
final class JsonEventEncoder implements EventEncoder {

    private final FormatVersion version;
    private final AttributeJson attributes;

    JsonEventEncoder(final FormatVersion version) {
        this.version = version;
        this.attributes = new AttributeJson(version);
    }

    @Override
    public Optional<String> encode(final Event event, final NeighborIdentity neighbor, final EventStamp stamp) {
        final JsonWriter out = new JsonWriter();
        header(type(event), stamp, !(event instanceof Event.Shutdown), out);
        if (event instanceof Event.Shutdown) {
            return Optional.of(out.text("notification", "shutdown").endObject().toString());
        }
        if (event instanceof Event.Parsed parsed) {
            parsed.octets().ifPresent(octets -> octets(octets, out));
        }
        neighbor(neighbor, out);
        content(event, out);
        out.endObject();
        if (event instanceof Event.Malformed malformed) {
            faults(malformed, out);
        }
        return Optional.of(out.endObject().toString());
    }

    /** Opens an event and writes what all have. */
    private void header(final String type, final EventStamp stamp, final boolean counted, final JsonWriter out) {
        out.beginObject().text("exabgp", version.text()).number("time", seconds(stamp.time()))
            .text("host", stamp.host()).number("pid", stamp.processId()).number("ppid", stamp.parentProcessId());
        if (counted) {
            out.number("counter", stamp.counter());
        }
        out.text("type", type);
    }

    /** Opens the object of a neighbour. */
    private void neighbor(final NeighborIdentity neighbor, final JsonWriter out) {
        out.beginObject("neighbor")
            .beginObject("address").text("local", neighbor.localAddress().map(AddressText::of).orElse("None"))
            .text("peer", AddressText.of(neighbor.peerAddress())).endObject()
            .beginObject("asn").number("local", neighbor.localAs()).number("peer", neighbor.peerAs()).endObject();
        if (version.atLeast(FormatVersion.V5_0_0)) {
            neighbor.routerId().ifPresent(id -> out.text("router-id", AddressText.of(id)));
        }
    }

    private static String type(final Event event) {
        return switch (event) {
            case Event.Connected ignored -> "state";
            case Event.Up ignored -> "state";
            case Event.Down ignored -> "state";
            case Event.StateMachine ignored -> "fsm";
            case Event.Negotiated ignored -> "negotiated";
            case Event.Signal ignored -> "signal";
            case Event.Shutdown ignored -> "notification";
            case Event.Malformed ignored -> "error";
            case Event.Parsed parsed -> switch (parsed.message()) {
                case Open ignored -> "open";
                case Update ignored -> "update";
                case Notification ignored -> "notification";
                case Keepalive ignored -> "keepalive";
                case RouteRefreshMessage ignored -> "refresh";
            };
            case Event.Packet packet -> switch (TextEventEncoder.typeCode(packet.octets())) {
                case 1 -> "open";
                case 2 -> "update";
                case 3 -> "notification";
                case 4 -> "keepalive";
                case 5 -> "route-refresh";
                case 6 -> "operational";
                default -> "unknown";
            };
        };
    }

    private void content(final Event event, final JsonWriter out) {
        switch (event) {
            case Event.Connected ignored -> out.text("state", "connected");
            case Event.Up ignored -> out.text("state", "up");
            case Event.Down down -> out.text("state", "down").text("reason", reason(down.reason()));
            case Event.StateMachine machine -> out.text("state", machine.state());
            case Event.Negotiated negotiated -> agreement(negotiated.agreement(), out);
            case Event.Signal signal ->
                out.text("code", Integer.toString(signal.number())).text("name", signal.name());
            case Event.Parsed parsed -> {
                out.text("direction", parsed.direction().text());
                message(parsed.message(), parsed.direction(), out);
                if (parsed.message() instanceof Update) {
                    parsed.agreement().ifPresent(agreement -> agreement(agreement, out));
                }
            }
            case Event.Packet packet -> {
                out.text("direction", packet.direction().text())
                    .beginObject("message").number("category", TextEventEncoder.typeCode(packet.octets()));
                final byte[] octets = packet.octets().toBytes();
                out.text("header", AttributeJson.hexadecimal(octets, 0, MessageHeader.LENGTH))
                    .text("body", AttributeJson.hexadecimal(octets, MessageHeader.LENGTH, octets.length)).endObject();
                packet.agreement().ifPresent(agreement -> agreement(agreement, out));
            }
            case Event.Malformed malformed -> {
                out.text("direction", malformed.direction().text());
                malformed.remainder().ifPresent(update -> update(update, out));
            }
            case Event.Shutdown ignored -> throw new IllegalStateException("a shutdown is about no neighbour");
        }
    }

    /** The gravest fault, with all of them inside where there are more. */
    private static void faults(final Event.Malformed malformed, final JsonWriter out) {
        out.beginObject("error");
        fault(malformed.faults().getFirst(), out);
        if (malformed.faults().size() > 1) {
            out.beginArray("all");
            for (final Fault fault : malformed.faults()) {
                out.beginObject();
                fault(fault, out);
                out.endObject();
            }
            out.endArray();
        }
        out.endObject();
    }

    private static void fault(final Fault fault, final JsonWriter out) {
        final byte[] data = fault.data().toBytes();
        out.number("code", fault.code()).number("subcode", fault.subcode()).text("name", fault.name())
            .text("treatment", TextEventEncoder.treatment(fault));
        if (fault.attribute() != 0) {
            out.number("attribute", fault.attribute());
        }
        out.text("text", fault.text()).text("data", AttributeJson.hexadecimal(data, 0, data.length));
    }

    private void message(final Message message, final EventDirection direction, final JsonWriter out) {
        switch (message) {
            case Open open -> {
                out.beginObject("open").number("version", open.version()).number("asn", open.twoOctetAsn())
                    .number("hold_time", open.holdTimeSeconds()).text("router_id", AddressText.of(open.routerId()));
                CapabilityJson.write(open.capabilities(), version, direction == EventDirection.SEND, out);
                out.endObject();
            }
            case Update update -> update(update, out);
            case Notification notification -> notification(notification, out);
            case Keepalive ignored -> {
                // Nothing in it.
            }
            case RouteRefreshMessage refresh -> out.beginObject("route-refresh")
                .text("afi", FamilyText.afi(refresh.family().afi()))
                .text("safi", FamilyText.safi(refresh.family().safi()))
                .text("subtype", TextEventEncoder.subtype(refresh)).endObject();
        }
    }

    private void notification(final Notification notification, final JsonWriter out) {
        final byte[] shown = NotificationText.shown(notification);
        out.beginObject("notification").number("code", notification.code()).number("subcode", notification.subcode())
            .text("data", AttributeJson.hexadecimal(shown, 0, shown.length));
        if (version.atLeast(FormatVersion.V5_0_0)) {
            out.text("message", new String(shown, StandardCharsets.UTF_8));
        }
        out.endObject();
    }

    private void update(final Update update, final JsonWriter out) {
        out.beginObject("message");
        update.endOfRib().ifPresentOrElse(family -> out.beginObject("eor")
            .text("afi", FamilyText.afi(family.afi())).text("safi", FamilyText.safi(family.safi())).endObject(),
            () -> routes(UpdateView.of(update, version), out));
        out.endObject();
    }

    private void routes(final UpdateView view, final JsonWriter out) {
        out.beginObject("update");
        if (!view.attributes().isEmpty() || view.error().isPresent()) {
            out.beginObject("attribute");
            final boolean withNextHop = version.atLeast(FormatVersion.V6_0_0) && !view.withdrawn().isEmpty();
            for (final PathAttribute attribute : view.attributes()) {
                attributes.write(attribute, withNextHop, out);
            }
            view.error().ifPresent(error -> out.text("error", error));
            out.endObject();
        }
        if (!view.announced().isEmpty()) {
            out.beginObject("announce");
            announced(view.announced(), out);
            out.endObject();
        }
        if (!view.withdrawn().isEmpty()) {
            out.beginObject("withdraw");
            final List<UpdateView.Withdrawn> withdrawn = view.withdrawn();
            for (final Family family : withdrawn.stream().map(UpdateView.Withdrawn::family).distinct().toList()) {
                out.beginArray(FamilyText.of(family));
                withdrawn.stream().filter(routes -> routes.family().equals(family))
                    .forEach(routes -> nlri(routes.nlri(), out));
                out.endArray();
            }
            out.endObject();
        }
        out.endObject();
    }

    private static void announced(final List<UpdateView.Announced> announced, final JsonWriter out) {
        for (final Family family : announced.stream().map(UpdateView.Announced::family).distinct().toList()) {
            final List<UpdateView.Announced> routes =
                announced.stream().filter(each -> each.family().equals(family)).toList();
            final List<String> hops = routes.stream().flatMap(each -> each.nextHops().stream()).distinct().toList();
            out.beginObject(FamilyText.of(family));
            for (final String nextHop : hops) {
                out.beginArray(nextHop);
                routes.stream().filter(each -> each.nextHops().contains(nextHop))
                    .forEach(each -> nlri(each.nlri(), out));
                out.endArray();
            }
            out.endObject();
        }
    }

    private static void nlri(final List<Nlri> nlri, final JsonWriter out) {
        for (final Nlri route : nlri) {
            out.beginObject().text("nlri", TextEventEncoder.prefix(route));
            if (route.pathId() != Nlri.NO_PATH_ID) {
                out.text("path-information", DottedQuad.of(route.pathId()));
            }
            out.endObject();
        }
    }

    private static void agreement(final Agreement agreement, final JsonWriter out) {
        out.beginObject("negotiated").number("message_size", agreement.messageSize())
            .number("hold_time", agreement.holdTimeSeconds()).bool("asn4", agreement.asn4())
            .bool("multisession", agreement.multiSession()).bool("operational", agreement.operational())
            .text("refresh", agreement.refresh().text());
        families("families", agreement.families(), out);
        out.beginArray("nexthop");
        agreement.nextHops().forEach(entry ->
            out.text(FamilyText.of(entry.family()) + " " + FamilyText.afi(entry.nextHopAfi())));
        out.endArray().beginObject("add_path");
        families("send", agreement.addPathSend(), out);
        families("receive", agreement.addPathReceive(), out);
        out.endObject().endObject();
    }

    private static void families(final String key, final List<Family> families, final JsonWriter out) {
        out.beginArray(key);
        families.forEach(family -> out.text(FamilyText.of(family)));
        out.endArray();
    }

    private static void octets(final Octets octets, final JsonWriter out) {
        final byte[] all = octets.toBytes();
        out.text("header", AttributeJson.hexadecimal(all, 0, MessageHeader.LENGTH));
        if (all.length > MessageHeader.LENGTH) {
            out.text("body", AttributeJson.hexadecimal(all, MessageHeader.LENGTH, all.length));
        }
    }

    /** ExaBGP 4 took a text with brackets for JSON, and so wrote none. */
    private String reason(final String reason) {
        return version.atLeast(FormatVersion.V5_0_0) ? reason
            : reason.replace('[', '(').replace('{', '(').replace(']', ')').replace('}', ')');
    }

    private static String seconds(final Instant time) {
        final long micros = time.getNano() / 1000;
        final StringBuilder text = new StringBuilder(20).append(time.getEpochSecond()).append('.');
        final String digits = Long.toString(1_000_000 + micros);
        int end = digits.length();
        while (end > 2 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return text.append(digits, 1, end).toString();
    }
}
