package dev.directrix.bgp.message;

import dev.directrix.bgp.attribute.Aggregator;
import dev.directrix.bgp.attribute.Aigp;
import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsPathSegment;
import dev.directrix.bgp.attribute.ClusterList;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.OriginatorId;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.GracefulRestart;
import dev.directrix.bgp.capability.LongLivedGracefulRestart;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Community;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Our reading of a message, as the facts that {@link TcpdumpText} takes out of tcpdump's. */
final class TcpdumpFacts {

    private final List<String> facts = new ArrayList<>();

    private TcpdumpFacts() {
    }

    static List<String> of(final Message message, final int length) {
        final TcpdumpFacts facts = new TcpdumpFacts();
        facts.facts.add("type " + message.type().code() + " length " + length);
        switch (message) {
            case Open open -> facts.open(open);
            case Update update -> facts.update(update);
            case Notification notification -> facts.notification(notification);
            case RouteRefreshMessage refresh -> {
                facts.facts.add("family " + number(refresh.family()));
                facts.facts.add("family " + number(refresh.family()) + " subtype " + refresh.subtype());
            }
            case Keepalive keepalive -> {
                // A header is all of it.
            }
        }
        return facts.facts;
    }

    private void notification(final Notification notification) {
        final StringBuilder codes = new StringBuilder("codes");
        for (Optional<Notification> one = Optional.of(notification); one.isPresent();
            one = one.get().encapsulated()) {
            codes.append(' ').append(one.get().code()).append(' ').append(one.get().subcode());
            one.get().shutdownText().ifPresent(text -> facts.add("text " + text));
        }
        facts.add(codes.toString());
    }

    private void open(final Open open) {
        facts.add("Version " + open.version() + ", my AS " + open.twoOctetAsn() + ", Holdtime "
            + open.holdTimeSeconds() + "s, ID " + open.routerId().getHostAddress());
        open.capabilities().forEach(this::capability);
    }

    private void capability(final Capability capability) {
        final ByteWriter encoded = new ByteWriter(64);
        CapabilityRegistry.standard().encode(capability, encoded);
        final String hex = HexFormat.of().formatHex(encoded.toBytes(), 2, encoded.position());
        final int code = capability.code();
        facts.add("capability " + code + " length " + hex.length() / 2);
        for (int at = 0; at < hex.length(); at += 32) {
            facts.add(code + " hex " + hex.substring(at, Math.min(at + 32, hex.length())));
        }
        switch (capability) {
            case Multiprotocol family -> facts.add(code + " family " + number(family.family()));
            case FourOctetAsn asn -> facts.add(code + " 4 Byte AS " + asn.asn());
            case AddPath paths -> paths.entries().forEach(entry -> facts.add(code + " family " + number(entry.family())
                + ", Send/Receive: " + List.of("", "Receive", "Send", "Both").get(entry.mode())));
            case GracefulRestart restart -> {
                final List<String> flags = new ArrayList<>();
                if (restart.restarted()) {
                    flags.add("R");
                }
                if (restart.notification()) {
                    flags.add("N");
                }
                facts.add(code + " Restart Flags: [" + (flags.isEmpty() ? "none" : String.join(", ", flags))
                    + "], Restart Time " + restart.restartTimeSeconds() + "s");
                restart.entries().forEach(entry -> facts.add(code + " family " + number(entry.family())
                    + ", Forwarding state preserved: " + (entry.forwarding() ? "yes" : "no")));
            }
            case LongLivedGracefulRestart restart -> restart.entries().forEach(entry -> facts.add(code + " family "
                + number(entry.family()) + ", Forwarding state preserved: "
                + ((entry.flags() & 0x80) != 0 ? "yes" : "no") + " Time: " + entry.staleTimeSeconds() + "s"));
            default -> {
                // Its octets are compared.
            }
        }
    }

    private void update(final Update update) {
        routes("withdrawn", update.withdrawn());
        update.attributes().forEach(this::attribute);
        // Of a family that is not ours its name is all that is read.
        update.problems().forEach(problem -> problem.family().ifPresent(
            family -> facts.add(problem.type() + " family " + number(family))));
        // 0.0.0.0 where MP_REACH_NLRI has the next hop: no good, and of no account (RFC 4760 §3).
        update.problems().stream().filter(problem -> problem.type() == NextHop.TYPE)
            .forEach(problem -> facts.add(problem.type() + " " + problem.text().replaceFirst(" .*", "")));
        routes("reachable", update.nlri());
    }

    private void attribute(final PathAttribute attribute) {
        final int type = attribute.type();
        switch (attribute) {
            case Origin origin -> facts.add(type + " " + switch (origin.value()) {
                case IGP -> "IGP";
                case EGP -> "EGP";
                case INCOMPLETE -> "Incomplete";
            });
            case AsPath path -> facts.add(type + " " + (path.segments().isEmpty() ? "empty"
                : path.segments().stream().map(TcpdumpFacts::segment).collect(Collectors.joining(" "))));
            case NextHop nextHop -> facts.add(type + " " + text(nextHop.address()));
            case Med med -> facts.add(type + " " + med.value());
            case LocalPref pref -> facts.add(type + " " + pref.value());
            case Aggregator aggregator ->
                facts.add(type + " AS #" + aggregator.asn() + ", origin " + text(aggregator.address()));
            case OriginatorId id -> facts.add(type + " " + text(id.routerId()));
            case ClusterList list -> facts.add(type + " " + list.values().stream()
                .map(id -> text(Addresses.ipv4(id))).collect(Collectors.joining(", ")));
            case ExtendedCommunities list -> list.values().forEach(one -> extended(type, one));
            case Communities list -> facts.add(type + " " + list.values().stream()
                .map(Community::toString).collect(Collectors.joining(", ")));
            case LargeCommunities list -> list.values().forEach(one -> facts.add(type + " " + one));
            case Aigp aigp -> aigp.metric().ifPresent(
                metric -> facts.add(type + " metric " + Long.toUnsignedString(metric)));
            case MpReach reach -> {
                facts.add(type + " family " + number(reach.family()));
                facts.add(type + " nexthop "
                    + reach.nextHops().stream().map(TcpdumpFacts::text).collect(Collectors.joining(", ")));
                routes(Integer.toString(type), reach.nlri());
            }
            case MpUnreach unreach -> {
                facts.add(type + " family " + number(unreach.family()));
                routes(Integer.toString(type), unreach.nlri());
            }
            case RawAttribute raw -> {
                final String hex = HexFormat.of().formatHex(raw.value().toBytes());
                for (int at = 0; at < hex.length(); at += 32) {
                    facts.add(type + " hex " + hex.substring(at, Math.min(at + 32, hex.length())));
                }
            }
            default -> facts.add(type + " is there");
        }
    }

    private void extended(final int type, final ExtendedCommunity one) {
        final String code = String.format("%d 0x%04x", type, one.value() >>> 48);
        final String who = one.form() == ExtendedCommunity.Form.IPV4 ? text(one.address()) : Long.toString(one.asn());
        facts.add(code);
        facts.add(code + " " + who + ":" + one.number());
    }

    private void routes(final String section, final List<Nlri> routes) {
        for (final Nlri route : routes) {
            facts.add(section + " " + text(route.prefix().address()) + "/" + route.prefix().length()
                + (route.pathId() == Nlri.NO_PATH_ID ? "" : " path " + route.pathId()));
        }
    }

    private static String segment(final AsPathSegment segment) {
        final String asns = segment.asns().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return switch (segment.type()) {
            case AS_SEQUENCE -> asns;
            case AS_SET -> "{" + asns + "}";
            case AS_CONFED_SEQUENCE -> "(" + asns + ")";
            case AS_CONFED_SET -> "({" + asns + "})";
        };
    }

    private static String number(final Family family) {
        return family.afi() + "/" + family.safi();
    }

    /** As inet_ntop writes it: the longest run of zeros of an IPv6 address shortened. */
    private static String text(final InetAddress address) {
        final String groups = address.getHostAddress();
        if (!groups.contains(":")) {
            return groups;
        }
        for (int run = 8; run > 1; run--) {
            final String zeros = "(?<![0-9a-f])" + "0(:0){" + (run - 1) + "}(?![0-9a-f])";
            final String shorter = groups.replaceFirst("(^|:)" + zeros + "(:|$)", "::");
            if (!shorter.equals(groups)) {
                return shorter;
            }
        }
        return groups;
    }
}
