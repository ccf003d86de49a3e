package dev.directrix.bgp;

import dev.directrix.bgp.transport.PeerKey;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a speaker listens, and with which keys. Pure. */
final class ListenPlan {

    private ListenPlan() {
    }

    /** Every address to listen on: the speaker's, and those of neighbours with a port of their own. */
    static Set<InetSocketAddress> addresses(final SpeakerConfig config) {
        final Set<InetSocketAddress> all = new LinkedHashSet<>();
        config.listen().ifPresent(all::add);
        for (final NeighborConfig neighbor : config.neighbors()) {
            neighbor.transport().listenPort().ifPresent(port -> {
                final InetSocketAddress wanted = neighbor.sourceAddress()
                    .map(source -> new InetSocketAddress(source, port)).orElseGet(() -> new InetSocketAddress(port));
                if (all.stream().noneMatch(other -> covers(other, wanted))) {
                    all.removeIf(other -> covers(wanted, other));
                    all.add(wanted);
                }
            });
        }
        return all;
    }

    /** Every key that a connecting router may use. */
    static List<PeerKey> keys(final SpeakerConfig config) {
        final List<PeerKey> keys = new ArrayList<>();
        config.listenRanges().forEach(range -> add(keys, range.template(), range.prefix(), range.prefix().toString()));
        config.neighbors().forEach(neighbor -> add(keys, neighbor, peers(neighbor.address()), neighbor.name()));
        return keys;
    }

    /** A router that is only known by its interface has some link-local address. */
    private static Prefix peers(final InetAddress address) {
        return address.isAnyLocalAddress()
            ? Prefix.of(new byte[] {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 10)
            : Prefix.of(address.getAddress(), address.getAddress().length * 8);
    }

    private static void add(
        final List<PeerKey> keys, final NeighborConfig neighbor, final Prefix peers, final String name) {
        if (neighbor.isProtected()) {
            final Optional<Octets> password = neighbor.password().map(key -> Octets.of(key.octets()));
            keys.add(new PeerKey(name, peers, password, neighbor.transport().aoKeys()));
        }
    }

    private static boolean covers(final InetSocketAddress one, final InetSocketAddress other) {
        return one.getPort() == other.getPort()
            && (one.getAddress().isAnyLocalAddress() || one.getAddress().equals(other.getAddress()));
    }
}
