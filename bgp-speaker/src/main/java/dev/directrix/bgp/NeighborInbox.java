package dev.directrix.bgp;

import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.rib.HeardPaths;
import dev.directrix.bgp.rib.InboundPrefixes;
import dev.directrix.bgp.session.Negotiation;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Prefix;
import java.util.Set;

/** What a neighbour sends: counted, and looked at where it is about our prefixes. Belongs to the transport's thread. */
final class NeighborInbox {

    private final InboundPrefixes counted;
    private final HeardPaths heard = new HeardPaths();

    /**
     * Empty.
     *
     * @param capacity prefixes that are told apart at least
     */
    NeighborInbox(final int capacity) {
        this.counted = new InboundPrefixes(Math.max(InboundPrefixes.DEFAULT_CAPACITY, capacity));
    }

    void open(final InboundPrefixes.Rules rules) {
        counted.open(rules);
        heard.clear();
    }

    void clear() {
        counted.clear();
        heard.clear();
    }

    /** Looks at these prefixes from now on; returns whether the router should tell its routes again. */
    boolean watch(final Set<Prefix> prefixes) {
        return heard.watch(prefixes);
    }

    /** Takes an UPDATE in; returns whether by it the prefixes went beyond where the log shall warn. */
    boolean take(final Update update, final NeighborInbound rules) {
        final int before = counted.count();
        counted.take(update);
        heard.take(update);
        if (rules.prefixLimit().isEmpty()) {
            return false;
        }
        final long threshold = (long) rules.prefixLimit().getAsInt() * rules.warnPercent() / 100;
        return before <= threshold && counted.count() > threshold;
    }

    void mark(final Family family, final boolean begin) {
        counted.mark(family, begin);
        heard.mark(family, begin);
    }

    int count() {
        return counted.count();
    }

    /** What was heard of the prefixes that are looked at. */
    HeardRoutes heard(final NeighborConfig neighbor, final Negotiation agreed) {
        return new HeardRoutes(neighbor.id(), neighbor.address(), agreed.peerOpen().routerId(), agreed.peerAsn(),
            agreed.internal(), agreed.receiving().addPath(), heard.all());
    }

    InboundReport report(final long malformed) {
        return InboundReport.of(
            counted.counts(), counted.loops(), counted.leaks(), counted.wrongFirstAs(), malformed);
    }
}
