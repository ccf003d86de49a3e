package dev.directrix.bgp.bmp;

import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.rib.HeardPaths;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What one router tells on one connection: its sessions, and of these the paths to the watched prefixes. A number of
 * sessions and of paths is the most that is kept. Thread-safe.
 */
final class BmpRouter {

    /** The most sessions of a router that are known. */
    static final int MOST_PEERS = 4_096;

    private final BmpDecoder decoder = new BmpDecoder();
    private final Function<byte[], BmpMessage> reader;
    private final Map<BmpPeer.Key, Peer> peers = new LinkedHashMap<>();
    private Set<Prefix> watched;
    private Optional<Inet4Address> routerId = Optional.empty();
    private String name = "";
    private boolean hasBegun;
    private long messages;

    /** One session of the router. */
    private static final class Peer {
        private final BmpPeer peer;
        private final long routerAsn;
        private final Map<BmpPeer.View, HeardPaths> tables = new EnumMap<>(BmpPeer.View.class);
        private final Set<Family> addPath;

        Peer(final BmpPeer peer, final long routerAsn, final Set<Family> addPath) {
            this.peer = peer;
            this.routerAsn = routerAsn;
            this.addPath = new HashSet<>(addPath);
        }
    }

    /**
     * Knows nothing yet.
     *
     * @param reader  reads a whole message
     */
    BmpRouter(final Set<Prefix> watched, final Function<byte[], BmpMessage> reader) {
        this.watched = watched;
        this.reader = reader;
    }

    /**
     * Takes a whole message in.
     *
     * @return the router's last words, if this is the end
     * @throws BmpException if the connection must be closed
     */
    synchronized Optional<String> take(final byte[] octets) {
        final BmpMessage message = reader.apply(octets);
        messages++;
        if (!hasBegun && !(message instanceof BmpMessage.Initiation)) {
            throw new BmpException("the first message is not Initiation (RFC 7854 §4.3)");
        }
        switch (message) {
            case BmpMessage.Initiation initiation -> {
                hasBegun = true;
                name = initiation.name();
            }
            case BmpMessage.PeerUp up -> up(up);
            case BmpMessage.PeerDown down -> peers.remove(down.peer().key());
            case BmpMessage.RouteMonitoring routes -> routes(routes);
            case BmpMessage.Other _ -> {
                return Optional.empty();
            }
            case BmpMessage.Termination end -> {
                return Optional.of(end.text());
            }
        }
        return Optional.empty();
    }

    /** Looks at these prefixes from now on; returns whether there are new ones, of which nothing is known. */
    synchronized boolean watch(final Set<Prefix> prefixes) {
        final boolean hasNew = !watched.containsAll(prefixes);
        watched = prefixes;
        peers.values().forEach(peer -> peer.tables.values().forEach(table -> table.watch(prefixes)));
        return hasNew;
    }

    /** What it calls itself; empty: it has not said. */
    synchronized String name() {
        return name;
    }

    synchronized BmpReport.Router report(final String address) {
        final List<BmpReport.Peer> all = new ArrayList<>();
        for (final Peer peer : peers.values()) {
            peer.tables.forEach((view, table) -> all.add(new BmpReport.Peer(
                peer.peer.address(), peer.peer.asn(), peer.peer.routerId(), peer.routerAsn, view,
                table.all())));
        }
        return new BmpReport.Router(address, name, routerId, peers.size(), messages, all);
    }

    private void up(final BmpMessage.PeerUp up) {
        final BmpPeer.Key key = up.peer().key();
        requireRoom(key);
        if (up.peer().type() != BmpPeer.LOC_RIB) {
            routerId = Optional.of(up.sent().routerId());
        }
        peers.put(key, new Peer(up.peer(), up.sent().asn(), agreed(up.received(), up.sent())));
    }

    private void routes(final BmpMessage.RouteMonitoring routes) {
        final BmpPeer.View view = routes.peer().view();
        if (view == BmpPeer.View.LOC_RIB && !peers.containsKey(routes.peer().key())) {
            locRib(routes.peer());
        }
        final Peer peer = peers.get(routes.peer().key());
        if (peer == null) {
            if (decoder.update(routes, Set.of()).endOfRib().isPresent()) {
                return; // FRR (8.4.4) ends the routes of sessions, too, that are not yet up.
            }
            throw new BmpException("routes of " + routes.peer().address().getHostAddress() + " without a Peer Up");
        }
        if (view == BmpPeer.View.ADJ_RIB_OUT) {
            return; // What it sends says nothing of the paths that it has.
        }
        peer.tables.computeIfAbsent(view, _ -> {
            final HeardPaths table = new HeardPaths();
            table.watch(watched);
            return table;
        }).take(update(routes, peer));
    }

    /** GoBGP (3.10) tells of its own table without the Peer Up that RFC 9069 §5.3 wants; its header says enough. */
    private void locRib(final BmpPeer peer) {
        requireRoom(peer.key());
        if (routerId.isEmpty()) {
            routerId = Optional.of(peer.routerId());
        }
        peers.put(peer.key(), new Peer(peer, peer.asn(), Set.of()));
    }

    private void requireRoom(final BmpPeer.Key key) {
        if (peers.size() >= MOST_PEERS && !peers.containsKey(key)) {
            throw new BmpException("it has more than " + MOST_PEERS + " sessions");
        }
    }

    /** Not every router gives path identifiers to the station where the session has them: both ways are tried. */
    private Update update(final BmpMessage.RouteMonitoring routes, final Peer peer) {
        try {
            return decoder.update(routes, peer.addPath);
        } catch (final BmpException e) {
            if (peer.addPath.isEmpty()) {
                throw e;
            }
            final Update update = decoder.update(routes, Set.of());
            peer.addPath.clear();
            return update;
        }
    }

    /** Families of which the neighbour gives the router several paths (RFC 7911 §4). */
    private static Set<Family> agreed(final Open neighbor, final Open router) {
        final Map<Family, Integer> votes = new HashMap<>();
        neighbor.capability(AddPath.class).ifPresent(it -> it.sends().forEach(f -> votes.merge(f, 1, Integer::sum)));
        router.capability(AddPath.class).ifPresent(it -> it.receives().forEach(f -> votes.merge(f, 1, Integer::sum)));
        votes.values().removeIf(count -> count < 2);
        return votes.keySet();
    }
}
