package dev.directrix.bgp.session;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.EnhancedRouteRefresh;
import dev.directrix.bgp.capability.ExtendedMessage;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.GracefulRestart;
import dev.directrix.bgp.capability.LinkLocalNextHop;
import dev.directrix.bgp.capability.MultiSession;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.Operational;
import dev.directrix.bgp.capability.PathsLimit;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.message.ErrorCode;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What two OPENs lead to. Pure.
 *
 * @param ourOpen         our OPEN
 * @param peerOpen        the neighbour's OPEN
 * @param holdTimeSeconds the smaller of both offers
 * @param families        families that both offered
 * @param receiving       shape of what comes in
 * @param sending         shape of what goes out
 */
public record Negotiation(
    Open ourOpen, Open peerOpen, int holdTimeSeconds, SortedSet<Family> families, CodecContext receiving,
    CodecContext sending) {

    /** The shortest hold time that may be agreed on, other than none (RFC 4271 §4.2). */
    public static final int MIN_HOLD_TIME_SECONDS = 3;

    /**
     * Our OPEN: capabilities in the order that ExaBGP gives them; RFC 5492 §4 lets every order mean the same.
     *
     * @param restarted whether no session with this neighbour was up yet: with graceful restart it is told that its
     *                  routes of us may be of our former life (RFC 4724 §4.1)
     */
    public static Open ourOpen(final SessionSettings settings, final boolean restarted) {
        final CapabilityOffer offer = settings.offer();
        final List<Capability> all = new ArrayList<>();
        offer.families().forEach(family -> all.add(new Multiprotocol(family)));
        addIf(all, offer.fourOctetAsn(), new FourOctetAsn(settings.localAsn()));
        addIf(all, !offer.extendedNextHop().isEmpty(), new ExtendedNextHop(offer.extendedNextHop()));
        addIf(all, !offer.addPath().isEmpty(), new AddPath(offer.addPath().entrySet().stream()
            .map(entry -> new AddPath.Entry(entry.getKey(), entry.getValue().code())).toList()));
        addIf(all, !offer.pathsLimit().isEmpty(), new PathsLimit(offer.pathsLimit().entrySet().stream()
            .map(entry -> new PathsLimit.Entry(entry.getKey(), entry.getValue())).toList()));
        offer.gracefulRestart().ifPresent(time -> all.add(new GracefulRestart(
            GracefulRestart.NOTIFICATION | (restarted ? GracefulRestart.RESTARTED : 0), (int) time.toSeconds(),
            offer.families().stream()
                .map(family -> new GracefulRestart.Entry(family, GracefulRestart.Entry.FORWARDING)).toList())));
        addIf(all, offer.routeRefresh(), new RouteRefresh());
        addIf(all, offer.enhancedRouteRefresh(), new EnhancedRouteRefresh());
        addIf(all, offer.operational(), new Operational());
        addIf(all, offer.extendedMessage(), new ExtendedMessage());
        offer.hostname().ifPresent(all::add);
        offer.softwareVersion().ifPresent(all::add);
        addIf(all, offer.linkLocalNextHop(), new LinkLocalNextHop());
        offer.role().ifPresent(role -> all.add(Role.of(role)));
        addIf(all, offer.multiSession(), new MultiSession(MultiSession.CODE, 0, List.of(Multiprotocol.CODE)));
        return new Open(Open.VERSION, AsPath.toTwoOctets(settings.localAsn()), settings.holdTimeSeconds(),
            settings.routerId(), all);
    }

    /**
     * Checks the neighbour's OPEN (RFC 4271 §6.2) and agrees.
     *
     * @param ours the OPEN that we sent
     * @throws ProtocolException with what to tell it if it cannot be accepted
     */
    public static Negotiation of(final SessionSettings settings, final Open ours, final Open open) {
        final String peer = settings.name();
        require(settings.peerAsn() == SessionSettings.ANY_ASN || open.asn() == settings.peerAsn(),
            ErrorCode.BAD_PEER_AS, peer + " says it is AS " + open.asn() + ", but AS " + settings.peerAsn()
                + " is configured: correct the neighbor's asn here, or the router");
        require(open.asn() != 0, ErrorCode.BAD_PEER_AS, peer + " says it is AS 0 (RFC 7607): correct the router");
        require(!open.routerId().isAnyLocalAddress(), ErrorCode.BAD_BGP_IDENTIFIER,
            peer + " has router id 0.0.0.0: set one there");
        final boolean internal = open.asn() == settings.localAsn();
        // RFC 6286 §2.1: unique inside an AS; between ASes equal identifiers are fine.
        require(!internal || !open.routerId().equals(settings.routerId()), ErrorCode.BAD_BGP_IDENTIFIER,
            peer + " has our own router id " + settings.routerId().getHostAddress() + ": change one of them");
        require(open.holdTimeSeconds() == 0 || open.holdTimeSeconds() >= MIN_HOLD_TIME_SECONDS,
            ErrorCode.UNACCEPTABLE_HOLD_TIME, peer + " offers hold time " + open.holdTimeSeconds()
            + " s: 0 or at least 3 s are allowed (RFC 4271)");
        if (!internal) {
            checkRole(settings, open);
        }
        final SortedSet<Family> families = new TreeSet<>(peerFamilies(open));
        families.retainAll(settings.families());
        if (families.isEmpty()) {
            throw new ProtocolException(
                Notification.of(ErrorCode.OPEN_MESSAGE, ErrorCode.UNSUPPORTED_CAPABILITY, wanted(settings)),
                peer + " offers none of " + settings.families() + ": activate one of them there");
        }
        return agree(settings, ours, open, internal, families);
    }

    /** The neighbour's AS number. */
    public long peerAsn() {
        return peerOpen.asn();
    }

    /** Whether the neighbour is in our own AS. */
    public boolean internal() {
        return !sending.external();
    }

    /** Whether both can ask for routes again. */
    public boolean routeRefresh() {
        return both(RouteRefresh.class);
    }

    /** Whether markers stand around the answer to a route refresh (RFC 7313). */
    public boolean enhancedRouteRefresh() {
        return both(EnhancedRouteRefresh.class);
    }

    /** Whether a next hop may be a link-local address alone. */
    public boolean linkLocalNextHop() {
        return both(LinkLocalNextHop.class);
    }

    /** Whether graceful restart outlives a NOTIFICATION, and only Hard Reset ends the routes (RFC 8538 §3). */
    public boolean notificationKeepsRoutes() {
        return isNotification(ourOpen) && isNotification(peerOpen);
    }

    /** Pause between KEEPALIVEs before jitter: a third of the hold time (RFC 4271 §4.4); 0: none. */
    public long keepaliveMs() {
        return holdTimeSeconds * 1000L / 3;
    }

    /**
     * Who of two connections stays (RFC 4271 §6.8): the one opened by the side with the larger identifier, or AS number
     * where they are equal (RFC 6286 §2.3).
     */
    public static Direction survivor(final SessionSettings settings, final Open peer) {
        final int byId = Long.compare(Addresses.toU32(settings.routerId()), Addresses.toU32(peer.routerId()));
        final int order = byId != 0 ? byId : Long.compare(settings.localAsn(), peer.asn());
        return order > 0 ? Direction.OUTGOING : Direction.INCOMING;
    }

    private static Negotiation agree(
        final SessionSettings settings, final Open ours, final Open open, final boolean internal,
        final SortedSet<Family> families) {
        final CapabilityOffer offer = settings.offer();
        final boolean fourOctetAsn = offer.fourOctetAsn() && open.capability(FourOctetAsn.class).isPresent();
        // RFC 8654 §4: having offered it we take long messages, whether or not the peer does.
        final int longestIn = offer.extendedMessage()
            ? CodecContext.EXTENDED_MESSAGE_SIZE : CodecContext.STANDARD_MESSAGE_SIZE;
        final int longestOut = offer.extendedMessage() && open.capability(ExtendedMessage.class).isPresent()
            ? CodecContext.EXTENDED_MESSAGE_SIZE : CodecContext.STANDARD_MESSAGE_SIZE;
        final Set<Family> ipv6NextHop = families.stream()
            .filter(family -> family.afi() != ExtendedNextHop.AFI_IPV6
                && allowsIpv6NextHop(ours, family) && allowsIpv6NextHop(open, family))
            .collect(Collectors.toSet());
        // RFC 7911 §4: the last one counts where a peer sends it twice; most send it once.
        final Optional<AddPath> theirs = open.capabilities(AddPath.class).stream().reduce((first, second) -> second);
        final Set<Family> pathsIn = families.stream().filter(family ->
            Optional.ofNullable(offer.addPath().get(family)).filter(AddPathMode::receives).isPresent()
                && theirs.filter(their -> their.sends().contains(family)).isPresent()).collect(Collectors.toSet());
        final Set<Family> pathsOut = families.stream().filter(family ->
            Optional.ofNullable(offer.addPath().get(family)).filter(AddPathMode::sends).isPresent()
                && theirs.filter(their -> their.receives().contains(family)).isPresent()).collect(Collectors.toSet());
        return new Negotiation(ours, open, Math.min(open.holdTimeSeconds(), settings.holdTimeSeconds()), families,
            new CodecContext(fourOctetAsn, !internal, pathsIn, ipv6NextHop, longestIn),
            new CodecContext(fourOctetAsn, !internal, pathsOut, ipv6NextHop, longestOut));
    }

    /** RFC 9234 §4.2. */
    private static void checkRole(final SessionSettings settings, final Open open) {
        final Optional<Role.Kind> ours = settings.offer().role();
        if (ours.isEmpty()) {
            return;
        }
        final List<Role> theirs = open.capabilities(Role.class);
        if (theirs.isEmpty()) {
            require(!settings.offer().strictRole(), ErrorCode.ROLE_MISMATCH, settings.name()
                + " tells no role, and a role is demanded here (strict): set one there (RFC 9234)");
            return;
        }
        final Role.Kind expected = ours.get().counterpart();
        require(theirs.stream().allMatch(role -> role.kind().filter(expected::equals).isPresent()),
            ErrorCode.ROLE_MISMATCH, settings.name() + " has " + theirs.get(0).text() + ", but towards our role "
                + ours.get().text() + " it must be " + expected.text() + ": correct one of them (RFC 9234)");
    }

    private static boolean allowsIpv6NextHop(final Open open, final Family family) {
        return open.capabilities(ExtendedNextHop.class).stream()
            .anyMatch(extended -> extended.allows(family, ExtendedNextHop.AFI_IPV6));
    }

    private static boolean isNotification(final Open open) {
        return open.capability(GracefulRestart.class).filter(GracefulRestart::notification).isPresent();
    }

    private boolean both(final Class<? extends Capability> kind) {
        return ourOpen.capability(kind).isPresent() && peerOpen.capability(kind).isPresent();
    }

    private static void addIf(final List<Capability> all, final boolean wanted, final Capability capability) {
        if (wanted) {
            all.add(capability);
        }
    }

    /** RFC 4760 §8: who offers no family at all means IPv4 unicast. */
    private static Set<Family> peerFamilies(final Open open) {
        final List<Multiprotocol> offered = open.capabilities(Multiprotocol.class);
        return offered.isEmpty() ? Set.of(Family.IPV4_UNICAST)
            : Set.copyOf(offered.stream().map(Multiprotocol::family).distinct().toList());
    }

    /** RFC 5492 §5: the capabilities that we ask for. */
    private static Octets wanted(final SessionSettings settings) {
        final ByteWriter out = new ByteWriter(16);
        for (final Family family : settings.families()) {
            out.u8(Multiprotocol.CODE).u8(4).u16(family.afi()).u8(0).u8(family.safi());
        }
        return Octets.of(out.toBytes());
    }

    private static void require(final boolean condition, final int subcode, final String message) {
        if (!condition) {
            throw new ProtocolException(Notification.of(ErrorCode.OPEN_MESSAGE, subcode), message);
        }
    }
}
