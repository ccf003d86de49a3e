package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.message.Keepalive;
import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Events as text. What a peer chose never ends a line: control characters are escaped. Stateless and thread-safe. */
final class TextEventEncoder implements EventEncoder {

    private final FormatVersion version;
    private final AttributeText attributes;

    TextEventEncoder(final FormatVersion version) {
        this.version = version;
        this.attributes = new AttributeText(version);
    }

    @Override
    public Optional<String> encode(final Event event, final NeighborIdentity neighbor, final EventStamp stamp) {
        return switch (event) {
            case Event.Connected ignored -> Optional.of(prefix(neighbor) + "connected");
            case Event.Up ignored -> Optional.of(prefix(neighbor) + "up");
            case Event.Down down -> Optional.of(prefix(neighbor) + "down - " + oneLine(down.reason()));
            case Event.Parsed parsed -> Optional.of(parsed(parsed, prefix(neighbor)));
            case Event.Packet packet -> Optional.of(prefix(neighbor) + packet.direction().text() + " "
                + typeCode(packet.octets()) + octets(Optional.of(packet.octets())));
            case Event.Malformed malformed -> Optional.of(prefix(neighbor) + malformed.direction().text() + " error "
                + malformed.faults().stream().map(TextEventEncoder::fault).collect(Collectors.joining(", ")));
            case Event.Shutdown ignored ->
                Optional.of("shutdown " + stamp.processId() + " " + stamp.parentProcessId());
            case Event.StateMachine ignored -> Optional.empty();
            case Event.Negotiated ignored -> Optional.empty();
            case Event.Signal ignored -> Optional.empty();
        };
    }

    /** The type octet of a whole message. */
    static int typeCode(final Octets message) {
        return message.at(MessageHeader.LENGTH - 1);
    }

    /** The subtypes of ROUTE-REFRESH (RFC 7313 §3.2). */
    static String subtype(final RouteRefreshMessage refresh) {
        return switch (refresh.subtype()) {
            case 0 -> "query";
            case 1 -> "begin";
            case 2 -> "end";
            default -> "invalid";
        };
    }

    /** A prefix without its path identifier. */
    static String prefix(final Nlri nlri) {
        return AddressText.of(nlri.prefix().address()) + "/" + nlri.prefix().length();
    }

    /** A text without anything that could end a line or steer a terminal. */
    static String oneLine(final String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        final StringBuilder line = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                line.append(String.format("\\x%02x", c));
            } else {
                line.append((char) c);
            }
        });
        return line.toString();
    }

    private static String prefix(final NeighborIdentity neighbor) {
        return "neighbor " + AddressText.of(neighbor.peerAddress()) + " ";
    }

    private static String fault(final Fault fault) {
        return "code " + fault.code() + " subcode " + fault.subcode() + " treatment " + treatment(fault) + " - "
            + oneLine(fault.name() + ": " + fault.text());
    }

    /** {@code attribute-discard}, {@code treat-as-withdraw}, …, or {@code none}. */
    static String treatment(final Fault fault) {
        return fault.treatment().map(what -> what.name().toLowerCase(Locale.ROOT).replace('_', '-')).orElse("none");
    }

    private String parsed(final Event.Parsed parsed, final String neighbor) {
        final String prefix = neighbor + parsed.direction().text() + " ";
        final String octets = octets(parsed.octets());
        return switch (parsed.message()) {
            case Open open -> prefix + "open version " + open.version() + " asn " + open.twoOctetAsn() + " hold_time "
                + open.holdTimeSeconds() + " router_id " + AddressText.of(open.routerId()) + " capabilities ["
                + oneLine(CapabilityText.of(open.capabilities(), version)) + "]" + octets;
            case Update update -> update(update, prefix + "update", octets);
            case Notification notification -> {
                final byte[] data = NotificationText.shown(notification);
                yield prefix + "notification code " + notification.code() + " subcode " + notification.subcode()
                    + " data " + AttributeJson.hexadecimal(data, 0, data.length) + octets;
            }
            case Keepalive ignored -> prefix + "keepalive" + octets;
            case RouteRefreshMessage refresh -> prefix + "route-refresh afi " + FamilyText.afi(refresh.family().afi())
                + " safi " + FamilyText.safi(refresh.family().safi()) + " " + subtype(refresh) + octets;
        };
    }

    private String update(final Update update, final String prefix, final String octets) {
        final List<String> lines = new ArrayList<>();
        lines.add(prefix + " start");
        update.endOfRib().ifPresentOrElse(family -> lines.add(endOfRib(prefix, family)),
            () -> routes(UpdateView.of(update, version), prefix, lines));
        if (!octets.isEmpty()) {
            lines.add(octets);
        }
        lines.add(prefix + " end");
        return String.join("\n", lines);
    }

    private static String endOfRib(final String prefix, final Family family) {
        return prefix + " route eor " + family.afi() + "/" + family.safi() + " (" + FamilyText.of(family) + ")";
    }

    /** The order of the message; since ExaBGP 6 whatever is withdrawn comes last. */
    private void routes(final UpdateView view, final String prefix, final List<String> lines) {
        final String words = attributes.of(view.attributes());
        if (version.atLeast(FormatVersion.V6_0_0)) {
            view.announced().forEach(routes -> announced(routes, words, prefix, lines));
            view.withdrawn().forEach(routes -> withdrawn(routes, prefix, lines));
            return;
        }
        for (final boolean multiprotocol : new boolean[] {false, true}) {
            view.withdrawn().stream().filter(routes -> routes.inMpUnreach() == multiprotocol)
                .forEach(routes -> withdrawn(routes, prefix, lines));
            view.announced().stream().filter(routes -> routes.inMpReach() == multiprotocol)
                .forEach(routes -> announced(routes, words, prefix, lines));
        }
    }

    private static void announced(
        final UpdateView.Announced routes, final String attributes, final String prefix, final List<String> lines) {
        for (final Nlri nlri : routes.nlri()) {
            for (final String nextHop : routes.nextHops()) {
                lines.add(prefix + " announced " + route(nlri) + " next-hop " + nextHop + attributes);
            }
        }
    }

    private static void withdrawn(final UpdateView.Withdrawn routes, final String prefix, final List<String> lines) {
        routes.nlri().forEach(nlri -> lines.add(prefix + " withdrawn " + route(nlri)));
    }

    private static String route(final Nlri nlri) {
        return nlri.pathId() == Nlri.NO_PATH_ID ? prefix(nlri)
            : prefix(nlri) + " path-information " + DottedQuad.of(nlri.pathId());
    }

    private static String octets(final Optional<Octets> message) {
        return message.map(octets -> {
            final byte[] all = octets.toBytes();
            final String header = " header " + AttributeJson.hexadecimal(all, 0, MessageHeader.LENGTH);
            return all.length == MessageHeader.LENGTH ? header
                : header + " body " + AttributeJson.hexadecimal(all, MessageHeader.LENGTH, all.length);
        }).orElse("");
    }
}
