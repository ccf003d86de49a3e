package dev.directrix.bgp;

import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.ExtendedMessage;
import dev.directrix.bgp.capability.GracefulRestart;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.session.Negotiation;
import dev.directrix.bgp.session.SessionSettings;
import dev.directrix.bgp.transport.Link;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Puts what two OPENs led to into words. Pure. */
final class NegotiationReport {

    private NegotiationReport() {
    }

    /** Of a session that is up on this connection. */
    static NegotiatedSession of(final Negotiation agreed, final Link link) {
        return new NegotiatedSession(link.local(), link.remote(), agreed.internal(), agreed.peerAsn(),
            agreed.peerOpen().routerId(), Duration.ofSeconds(agreed.peerOpen().holdTimeSeconds()),
            Duration.ofSeconds(agreed.holdTimeSeconds()), Duration.ofMillis(agreed.keepaliveMs()), agreed.families(),
            agreed.sending().fourOctetAsn(), agreed.routeRefresh(), agreed.sending().maxMessageSize(),
            texts(agreed.peerOpen().capabilities()), inForce(agreed));
    }

    /** What we offer a router. */
    static List<String> offered(final SessionSettings settings) {
        return texts(Negotiation.ourOpen(settings, false).capabilities());
    }

    private static List<String> texts(final List<Capability> capabilities) {
        return capabilities.stream().map(Capability::text).toList();
    }

    private static List<String> inForce(final Negotiation agreed) {
        final CodecContext sending = agreed.sending();
        final List<String> words = new ArrayList<>();
        agreed.families().forEach(family -> words.add(family.toString()));
        addIf(words, agreed.routeRefresh(), "route-refresh");
        addIf(words, agreed.enhancedRouteRefresh(), "enhanced-route-refresh");
        addIf(words, sending.maxMessageSize() == CodecContext.EXTENDED_MESSAGE_SIZE,
            new ExtendedMessage().text());
        addIf(words, sending.fourOctetAsn(), "four-octet-asn");
        addFamilies(words, "extended-next-hop ", sending.ipv6NextHop());
        addFamilies(words, "add-path send ", sending.addPath());
        addFamilies(words, "add-path receive ", agreed.receiving().addPath());
        addIf(words, agreed.linkLocalNextHop(), "link-local-next-hop");
        addIf(words, agreed.ourOpen().capability(GracefulRestart.class).isPresent()
            && agreed.peerOpen().capability(GracefulRestart.class).isPresent(), "graceful-restart");
        agreed.ourOpen().capability(Role.class).filter(role -> agreed.peerOpen().capability(Role.class).isPresent())
            .ifPresent(role -> words.add(role.text()));
        return words;
    }

    private static void addIf(final List<String> words, final boolean inForce, final String word) {
        if (inForce) {
            words.add(word);
        }
    }

    private static void addFamilies(final List<String> words, final String what, final Collection<Family> families) {
        new TreeSet<>(families).forEach(family -> words.add(what + family));
    }
}
