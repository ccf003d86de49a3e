package dev.directrix.bgp.exabgp;

import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.MultiSession;
import dev.directrix.bgp.capability.Operational;
import dev.directrix.bgp.exabgp.event.Agreement;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.session.Negotiation;
import java.util.List;

/** Says in the words of events what a negotiation led to. */
final class Agreements {

    private Agreements() {
    }

    static Agreement of(final Negotiation agreed) {
        return new Agreement(agreed.sending().maxMessageSize(), agreed.holdTimeSeconds(),
            agreed.sending().fourOctetAsn(), both(agreed, MultiSession.class), both(agreed, Operational.class),
            refresh(agreed), List.copyOf(agreed.families()), nextHops(agreed),
            agreed.sending().addPath().stream().sorted().toList(),
            agreed.receiving().addPath().stream().sorted().toList());
    }

    private static Agreement.Refresh refresh(final Negotiation agreed) {
        if (agreed.enhancedRouteRefresh()) {
            return Agreement.Refresh.ENHANCED;
        }
        return agreed.routeRefresh() ? Agreement.Refresh.NORMAL : Agreement.Refresh.ABSENT;
    }

    private static List<ExtendedNextHop.Entry> nextHops(final Negotiation agreed) {
        final List<ExtendedNextHop.Entry> theirs = entries(agreed.peerOpen());
        return entries(agreed.ourOpen()).stream().filter(theirs::contains).toList();
    }

    private static List<ExtendedNextHop.Entry> entries(final Open open) {
        return open.capability(ExtendedNextHop.class).map(ExtendedNextHop::entries).orElse(List.of());
    }

    private static boolean both(
        final Negotiation agreed, final Class<? extends Capability> capability) {
        return agreed.ourOpen().capability(capability).isPresent()
            && agreed.peerOpen().capability(capability).isPresent();
    }
}
