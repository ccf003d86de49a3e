package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Collects what a text says about routes. As in ExaBGP the first of two equal attributes counts, extended communities
 * add up, and of everything else the last word counts.
 */
final class RouteDraft {

    private final SortedMap<Integer, PathAttribute> attributes = new TreeMap<>();
    private List<InetAddress> nextHops = List.of();
    private boolean nextHopGiven;
    private long pathId = Nlri.NO_PATH_ID;
    private Optional<String> name = Optional.empty();
    private Optional<String> watchdog = Optional.empty();
    private OptionalInt split = OptionalInt.empty();
    private boolean withdraw;

    void add(final PathAttribute attribute) {
        final PathAttribute there = attributes.get(attribute.type());
        if (there instanceof ExtendedCommunities old && attribute instanceof ExtendedCommunities more) {
            attributes.put(attribute.type(), sorted(Stream.concat(old.values().stream(), more.values().stream())));
        } else {
            attributes.putIfAbsent(attribute.type(), attribute);
        }
    }

    /** Extended communities in the order in which ExaBGP sends them. */
    static ExtendedCommunities sorted(final Stream<ExtendedCommunity> values) {
        return new ExtendedCommunities(
            values.sorted((a, b) -> Long.compareUnsigned(a.value(), b.value())).toList());
    }

    void nextHopSelf() {
        nextHops = List.of();
        nextHopGiven = true;
    }

    void nextHop(final InetAddress address) {
        // A link-local address behind a global one goes beside it (RFC 2545 §3).
        nextHops = address.isLinkLocalAddress() && nextHops.size() == 1 && !nextHops.get(0).isLinkLocalAddress()
            && nextHops.get(0).getAddress().length == 16 ? List.of(nextHops.get(0), address) : List.of(address);
        nextHopGiven = true;
    }

    boolean nextHopGiven() {
        return nextHopGiven;
    }

    void pathId(final long id) {
        pathId = id;
    }

    void name(final String text) {
        name = Optional.of(text);
    }

    void watchdog(final String text) {
        watchdog = Optional.of(text);
    }

    void split(final int length) {
        split = OptionalInt.of(length);
    }

    OptionalInt split() {
        return split;
    }

    void withdraw() {
        withdraw = true;
    }

    /** The routes of these prefixes; they share their attributes. */
    List<ConfiguredRoute> routes(final List<Prefix> prefixes) {
        final RouteAttributes shared = new RouteAttributes(new ArrayList<>(attributes.values()), nextHops);
        return prefixes.stream()
            .map(prefix -> new ConfiguredRoute(
                new Route(new Nlri(prefix, pathId), shared), name, watchdog, withdraw))
            .toList();
    }
}
