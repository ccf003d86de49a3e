package dev.directrix.director.runtime;

import dev.directrix.bgp.AdvertisedRoute;
import dev.directrix.bgp.InboundReport;
import dev.directrix.bgp.MessageCounters;
import dev.directrix.bgp.NegotiatedSession;
import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.NeighborTransport;
import dev.directrix.bgp.NotificationReport;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.UnsentRoute;
import dev.directrix.bgp.bfd.BfdStatus;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.RouteReport;
import dev.directrix.director.control.RoutesReport;
import dev.directrix.director.reconcile.VipDecision;
import dev.directrix.ecmp.Announcement;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says in the words of the control socket how the sessions and routes are. Pure functions. */
final class RoutingReports {

    private static final int MAX_TTL = 255;
    /** IPv4 first. */
    private static final Comparator<InetAddress> BY_ADDRESS =
        Comparator.comparing(InetAddress::getAddress, Comparator.<byte[]>comparingInt(octets -> octets.length)
            .thenComparing(Arrays::compareUnsigned));

    private RoutingReports() {
    }

    /**
     * Each session, in the order of the speaker.
     *
     * @param farewell words with which a drained director has ended them; empty: it has not
     */
    static List<NeighborReport> neighbors(
        final SpeakerConfig speaker, final List<NeighborStatus> statuses, final Optional<String> farewell,
        final Instant now) {
        return statuses.stream().map(status -> neighbor(speaker, status, farewell, now)).toList();
    }

    private static NeighborReport neighbor(
        final SpeakerConfig speaker, final NeighborStatus status, final Optional<String> farewell,
        final Instant now) {
        final Optional<String> resting = farewell.filter(_ -> !status.isEstablished());
        final Optional<String> error = status.isEstablished() ? Optional.empty() : resting.map(words ->
            "the director is drained, and has ended it with Cease, Administrative Shutdown: \"" + words
                + "\"; 'directrix undrain' opens it again").or(status::lastError);
        final InetAddress address = status.config().isUnnumbered()
            ? status.negotiated().map(session -> session.remote().getAddress()).orElse(status.address())
            : status.address();
        return new NeighborReport(name(status), address,
            status.negotiated().map(NegotiatedSession::peerAsn).orElse(status.asn()), status.config().description(),
            stateName(status), ago(status.since(), now), status.established(), resting.isPresent(), error,
            status.lastDown().map(down -> new NeighborReport.PastEvent(down.at(), ago(down.at(), now), down.cause())),
            status.notificationSent().map(it -> notification(it, now)),
            status.notificationReceived().map(it -> notification(it, now)),
            settings(speaker, status), status.negotiated().map(RoutingReports::session), messages(status.sent()),
            messages(status.received()),
            new NeighborReport.Outbound(status.prefixesAnnounced(), status.prefixesPending()),
            inbound(status.inbound()), status.bfd().map(bfd -> bfd(bfd, now)),
            status.config().updates().replication().map(RoutingReports::replication), status.warnings());
    }

    private static NeighborReport.Replication replication(final PathReplication it) {
        return switch (it) {
            case final PathReplication.ByAddPath all -> new NeighborReport.Replication(
                "add-path", all.nextHops(), it.most(), it.unit().weight());
            case final PathReplication.BySession one -> new NeighborReport.Replication(
                "session " + (one.index() + 1) + " of " + one.sessions(), List.of(), it.most(), it.unit().weight());
        };
    }

    /** What a neighbour is called. */
    static String name(final NeighborStatus status) {
        return name(status.id(), status.address());
    }

    private static String name(final String id, final InetAddress address) {
        return id.equals(address.getHostAddress()) ? AddressText.format(address) : id;
    }

    private static String stateName(final NeighborStatus status) {
        return switch (status.state()) {
            case IDLE -> "Idle";
            case CONNECT -> "Connect";
            case ACTIVE -> "Active";
            case OPEN_SENT -> "OpenSent";
            case OPEN_CONFIRM -> "OpenConfirm";
            case ESTABLISHED -> NeighborReport.ESTABLISHED;
        };
    }

    private static Duration ago(final Instant at, final Instant now) {
        return at.isAfter(now) ? Duration.ZERO : Duration.between(at, now);
    }

    private static NeighborReport.NotificationEvent notification(final NotificationReport it, final Instant now) {
        return new NeighborReport.NotificationEvent(it.at(), ago(it.at(), now), it.code(), it.subcode(), it.text());
    }

    private static NeighborReport.Settings settings(final SpeakerConfig speaker, final NeighborStatus status) {
        final NeighborConfig config = status.config();
        return new NeighborReport.Settings(config.localAsn().orElse(speaker.asn()),
            config.routerId().orElse(speaker.routerId()), config.port(), config.passive(), config.sourceAddress(),
            config.transport().device(), ttl(config, speaker), authentication(config.transport()), config.holdTime(),
            config.connectRetry(), config.timers().sendHold(),
            config.linkBandwidth().name().toLowerCase(Locale.ROOT).replace('_', '-'), config.prefixLimit(),
            status.offered());
    }

    private static String ttl(final NeighborConfig config, final SpeakerConfig speaker) {
        final NeighborTransport transport = config.transport();
        if (transport.minimumTtl().isPresent()) {
            return "TTL security, at most " + hops(MAX_TTL + 1 - transport.minimumTtl().getAsInt());
        }
        if (transport.outgoingTtl().isPresent()) {
            return "at most " + hops(transport.outgoingTtl().getAsInt());
        }
        return config.asn() == config.localAsn().orElse(speaker.asn()) ? "any number of hops" : "at most 1 hop";
    }

    private static String hops(final int count) {
        return count + (count == 1 ? " hop" : " hops");
    }

    private static String authentication(final NeighborTransport transport) {
        if (transport.password().isPresent()) {
            return "TCP-MD5";
        }
        return transport.aoKeys().isEmpty() ? "none" : "TCP-AO";
    }

    private static NeighborReport.Session session(final NegotiatedSession it) {
        return new NeighborReport.Session(it.local(), it.remote(), it.internal(), it.peerRouterId(),
            it.peerHoldTime(), it.holdTime(), it.keepalive(), it.families().stream().map(Family::toString).toList(),
            it.maxMessageSize(), it.peerCapabilities(), it.agreedCapabilities());
    }

    private static NeighborReport.Messages messages(final MessageCounters it) {
        return new NeighborReport.Messages(
            it.opens(), it.updates(), it.notifications(), it.keepalives(), it.routeRefreshes());
    }

    private static NeighborReport.Inbound inbound(final InboundReport it) {
        final SortedMap<String, Integer> prefixes = new TreeMap<>();
        it.prefixes().forEach((family, count) -> prefixes.put(family.toString(), count));
        return new NeighborReport.Inbound(prefixes, it.malformed(), it.loops(), it.leaks(), it.wrongFirstAs());
    }

    private static NeighborReport.Bfd bfd(final BfdStatus it, final Instant now) {
        return new NeighborReport.Bfd(it.state().text(), ago(it.since(), now), it.remoteState().text(),
            it.settings().multihop(), it.settings().authentication().map(Object::toString).orElse("none"),
            it.sendInterval(), it.receiveInterval(), it.detectionTime(), it.diagnostic().text(),
            it.remoteDiagnostic().text(), it.lastDown(), it.ups(), it.downs(), it.sent(), it.accepted(),
            it.rejected(), it.lastSendFailure());
    }

    /** What is announced to whom, and why the rest is not. */
    static RoutesReport routes(
        final Snapshot snapshot, final List<AdvertisedRoute> routes, final List<NeighborStatus> neighbors) {
        final Map<InetAddress, Integer> weights = new HashMap<>();
        snapshot.decisions().forEach(d -> weights.put(d.vip(), d.weight()));
        final List<RouteReport> reports = routes.stream()
            .sorted(Comparator.comparing((AdvertisedRoute r) -> r.prefix().address(), BY_ADDRESS)
                .thenComparing(AdvertisedRoute::neighbor, BY_ADDRESS).thenComparing(AdvertisedRoute::neighborId))
            .map(route -> route(route, weights.getOrDefault(route.prefix().address(), 0))).toList();
        final Set<List<Object>> known = new HashSet<>();
        routes.forEach(route -> known.add(List.of(route.neighborId(), route.prefix().address())));
        final List<RoutesReport.Missing> missing = new ArrayList<>();
        for (final VipDecision decision : snapshot.decisions()) {
            for (final NeighborStatus neighbor : neighbors) {
                if (!known.contains(List.of(neighbor.id(), decision.vip()))) {
                    missing.add(new RoutesReport.Missing(decision.vip(), name(neighbor), why(decision, neighbor)));
                }
            }
        }
        return new RoutesReport(reports, missing.stream()
            .sorted(Comparator.comparing(RoutesReport.Missing::vip, BY_ADDRESS)).toList());
    }

    private static RouteReport route(final AdvertisedRoute it, final int weight) {
        return new RouteReport(it.prefix(), name(it.neighborId(), it.neighbor()),
            it.pathId() == Nlri.NO_PATH_ID ? OptionalLong.empty() : OptionalLong.of(it.pathId()), it.nextHops(),
            it.origin(), it.asPath(), it.med(), it.localPref(), weight, it.communities(), it.largeCommunities(),
            it.extendedCommunities(), it.otherAttributes(), it.pending());
    }

    /** Why a neighbour does not have a VIP, the cause before its consequences. */
    private static String why(final VipDecision decision, final NeighborStatus neighbor) {
        final Optional<Announcement> announcement = decision.announcement();
        if (announcement.isEmpty()) {
            return decision.reason().orElse("not announced");
        }
        if (neighbor.config().inbound().listenOnly()) {
            return "it is a session to monitor the router: nothing is announced on it";
        }
        if (!neighbor.isEstablished()) {
            return "the session is " + stateName(neighbor)
                + neighbor.lastError().map(cause -> ": " + cause).orElse("");
        }
        final Family family =
            decision.vip() instanceof Inet4Address ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
        if (neighbor.negotiated().filter(agreed -> agreed.families().contains(family)).isEmpty()) {
            return family + " was not agreed on: "
                + (neighbor.config().families().contains(family) ? "activate it on the router"
                    : "add it to the neighbor's families");
        }
        if (neighbor.config().updates().replication().orElse(null) instanceof final PathReplication.BySession one
            && !one.tells(decision.weight(), decision.vip() instanceof Inet4Address)) {
            return "the sessions before it have all the paths that the weight asks for";
        }
        return neighbor.unsent().stream().filter(it -> it.prefix().equals(announcement.get().prefix()))
            .map(UnsentRoute::reason).findFirst().orElse("it is on its way");
    }
}
