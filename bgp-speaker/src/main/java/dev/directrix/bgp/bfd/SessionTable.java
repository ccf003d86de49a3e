package dev.directrix.bgp.bfd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sessions by our discriminator and by the router's address: hash tables with open addressing, made anew when a session
 * comes or goes, so that looking up allocates nothing and takes no longer for strangers. Not thread-safe.
 */
final class SessionTable {

    private static final int MIN_CAPACITY = 16;

    private final List<BfdEndpoint> all = new ArrayList<>();
    private BfdEndpoint[] byDiscriminator = new BfdEndpoint[MIN_CAPACITY];
    private BfdEndpoint[] byAddress = new BfdEndpoint[MIN_CAPACITY];

    List<BfdEndpoint> all() {
        return List.copyOf(all);
    }

    void add(final BfdEndpoint endpoint) {
        all.add(endpoint);
        rebuild();
    }

    void remove(final BfdEndpoint endpoint) {
        all.remove(endpoint);
        rebuild();
    }

    /** The session between these ends, for those who configure. */
    Optional<BfdEndpoint> between(final BfdPeer peer, final boolean multihop) {
        return all.stream()
            .filter(endpoint -> endpoint.peer().equals(peer) && endpoint.isMultihop() == multihop).findFirst();
    }

    /** The session with this number of ours; none: the one given. */
    BfdEndpoint byDiscriminator(final int discriminator, final BfdEndpoint none) {
        final int mask = byDiscriminator.length - 1;
        for (int at = hash(discriminator) & mask; byDiscriminator[at] != null; at = (at + 1) & mask) {
            if (byDiscriminator[at].discriminator() == discriminator) {
                return byDiscriminator[at];
            }
        }
        return none;
    }

    /** The session that a datagram belongs to by its addresses; none: the one given. */
    BfdEndpoint byAddress(final BfdDatagram datagram, final BfdEndpoint none) {
        final int mask = byAddress.length - 1;
        for (int at = hash(datagram.sourceHigh(), datagram.sourceLow()) & mask; byAddress[at] != null;
            at = (at + 1) & mask) {
            if (byAddress[at].isMultihop() == datagram.isMultihop() && byAddress[at].isFrom(datagram)) {
                return byAddress[at];
            }
        }
        return none;
    }

    private void rebuild() {
        final int capacity = Integer.highestOneBit(Math.max(all.size(), MIN_CAPACITY / 4)) * 4;
        byDiscriminator = new BfdEndpoint[capacity];
        byAddress = new BfdEndpoint[capacity];
        for (final BfdEndpoint endpoint : all) {
            insert(byDiscriminator, hash(endpoint.discriminator()), endpoint);
            insert(byAddress, hash(endpoint.remoteHigh(), endpoint.remoteLow()), endpoint);
        }
    }

    private static void insert(final BfdEndpoint[] table, final int hash, final BfdEndpoint endpoint) {
        int at = hash & (table.length - 1);
        while (table[at] != null) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = endpoint;
    }

    private static int hash(final long high, final long low) {
        return hash(Long.hashCode(high * 31 + low));
    }

    /** Spreads what differs in few bits. */
    private static int hash(final int value) {
        final int mixed = value * 0x9e37_79b9;
        return mixed ^ mixed >>> 16;
    }
}
