package dev.directrix.bgp.session;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.ExtendedMessage;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.Multiprotocol;
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
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What two OPENs lead to. Pure.
 *
 * @param peerOpen        the neighbour's OPEN
 * @param holdTimeSeconds the smaller of both offers
 * @param families        families that both offered
 * @param receiving       shape of what comes in
 * @param sending         shape of what goes out
 */
public record Negotiation(
    Open peerOpen, int holdTimeSeconds, SortedSet<Family> families, CodecContext receiving, CodecContext sending) {

    /** The shortest hold time that may be agreed on, other than none (RFC 4271 §4.2). */
    public static final int MIN_HOLD_TIME_SECONDS = 3;

    /** Our OPEN: capabilities in ascending order of their codes. */
    public static Open ourOpen(final SessionSettings settings) {
        final List<Capability> capabilities = new ArrayList<>();
        settings.families().forEach(family -> capabilities.add(new Multiprotocol(family)));
        capabilities.add(new RouteRefresh());
        capabilities.add(new ExtendedMessage());
        capabilities.add(new FourOctetAsn(settings.localAsn()));
        return new Open(Open.VERSION, AsPath.toTwoOctets(settings.localAsn()), settings.holdTimeSeconds(),
            settings.routerId(), capabilities);
    }

    /**
     * Checks the neighbour's OPEN (RFC 4271 §6.2) and agrees.
     *
     * @throws ProtocolException with what to tell it if it cannot be accepted
     */
    public static Negotiation of(final SessionSettings settings, final Open open) {
        final String peer = settings.name();
        require(open.asn() == settings.peerAsn(), ErrorCode.BAD_PEER_AS, peer + " says it is AS " + open.asn()
            + ", but AS " + settings.peerAsn() + " is configured: correct the neighbor's asn here, or the router");
        require(!open.routerId().isAnyLocalAddress(), ErrorCode.BAD_BGP_IDENTIFIER,
            peer + " has router id 0.0.0.0: set one there");
        // RFC 6286 §2.1: unique inside an AS; between ASes equal identifiers are fine.
        require(!settings.internal() || !open.routerId().equals(settings.routerId()), ErrorCode.BAD_BGP_IDENTIFIER,
            peer + " has our own router id " + settings.routerId().getHostAddress() + ": change one of them");
        require(open.holdTimeSeconds() == 0 || open.holdTimeSeconds() >= MIN_HOLD_TIME_SECONDS,
            ErrorCode.UNACCEPTABLE_HOLD_TIME, peer + " offers hold time " + open.holdTimeSeconds()
            + " s: 0 or at least 3 s are allowed (RFC 4271)");
        final SortedSet<Family> families = new TreeSet<>(peerFamilies(open));
        families.retainAll(settings.families());
        if (families.isEmpty()) {
            throw new ProtocolException(
                Notification.of(ErrorCode.OPEN_MESSAGE, ErrorCode.UNSUPPORTED_CAPABILITY, wanted(settings)),
                peer + " offers none of " + settings.families() + ": activate one of them there");
        }
        final boolean fourOctetAsn = open.capability(FourOctetAsn.class).isPresent();
        final int largest = open.capability(ExtendedMessage.class).isPresent()
            ? CodecContext.EXTENDED_MESSAGE_SIZE : CodecContext.STANDARD_MESSAGE_SIZE;
        return new Negotiation(open, Math.min(open.holdTimeSeconds(), settings.holdTimeSeconds()), families,
            // RFC 8654 §4: having offered it we take long messages, whether or not the peer does.
            new CodecContext(fourOctetAsn, !settings.internal(), Set.of(), CodecContext.EXTENDED_MESSAGE_SIZE),
            new CodecContext(fourOctetAsn, !settings.internal(), Set.of(), largest));
    }

    /** Whether the neighbour may ask for its routes again. */
    public boolean routeRefresh() {
        return peerOpen.capability(RouteRefresh.class).isPresent();
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
