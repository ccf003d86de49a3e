package dev.directrix.director.config;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.bgp.session.AddPathMode;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.wcmp.WeightPerPath;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads how a neighbour is told weights as numbers of paths: by add-path, or by several sessions. */
final class CopiesSection {

    private static final String NEXT_HOPS = "next-hops";
    private static final String SOURCES = "source-addresses";
    private static final String PER_PATH = "weight-per-path";
    private static final int MAX_PATHS = 64;
    private static final int DEFAULT_WEIGHT_PER_PATH = 100;

    private final Section section;
    private final WeightPerPath unit;

    /** Of a neighbour or a listen range. */
    CopiesSection(final Section section) {
        this.section = section;
        unit = new WeightPerPath(section.get(PER_PATH).flatMap(it -> it.integer(1, Announcement.MAX_WEIGHT))
            .orElse(DEFAULT_WEIGHT_PER_PATH));
        if (section.get(NEXT_HOPS).isEmpty() && section.get(SOURCES).isEmpty()) {
            section.get(PER_PATH).ifPresent(it ->
                it.error("there are no paths to stand for a weight; add next-hops"));
        }
    }

    /** Several paths on one session. */
    Optional<PathReplication.ByAddPath> byAddPath() {
        final Set<InetAddress> nextHops = addresses(NEXT_HOPS, "a next hop", Optional.empty());
        return nextHops.isEmpty() ? Optional.empty()
            : Optional.of(new PathReplication.ByAddPath(List.copyOf(nextHops), unit));
    }

    /** RFC 7911 is offered only where it is used. */
    static Map<Family, AddPathMode> addPath(final PathReplication.ByAddPath copies) {
        final Map<Family, AddPathMode> families = new TreeMap<>();
        if (copies.available(true) > 0) {
            families.put(Family.IPV4_UNICAST, AddPathMode.SEND);
        }
        if (copies.available(false) > 0) {
            families.put(Family.IPV6_UNICAST, AddPathMode.SEND);
        }
        return families;
    }

    /** The sessions with a router: as it is configured, or one from each source address. */
    List<NeighborConfig> sessions(final NeighborConfig router) {
        if (section.get(SOURCES).isEmpty()) {
            return List.of(router);
        }
        contradictions();
        final List<InetAddress> sources =
            List.copyOf(addresses(SOURCES, "the source of a session", Optional.of(router.address())));
        if (sources.isEmpty()) {
            return List.of(router);
        }
        final boolean ipv4 = router.address() instanceof Inet4Address;
        final Family own = ipv4 ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
        if (!router.families().contains(own)) {
            section.get(SOURCES).ifPresent(it -> it.error("sessions from these addresses tell the paths of " + own
                + ", which is none of the neighbor's families; add it, or remove source-addresses"));
        }
        final List<NeighborConfig> sessions = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            sessions.add(router.toBuilder().id(router.id() + "@" + AddressText.format(sources.get(i)))
                .sourceAddress(Optional.of(sources.get(i)))
                .replication(Optional.of(new PathReplication.BySession(i, sources.size(), ipv4, unit))).build());
        }
        return sessions;
    }

    private void contradictions() {
        if (section.get("address").isEmpty()) {
            section.get(SOURCES).ifPresent(it -> it.error("several sessions need the router's address; add address"));
        }
        section.get("source-address").ifPresent(it ->
            it.error("source-addresses says already where the sessions run from; remove one of the two"));
        section.get(NEXT_HOPS).ifPresent(it -> it.error("a weight is told by several paths of one session (next-hops)"
            + " or by several sessions (source-addresses); remove one of the two"));
    }

    /**
     * Addresses of this node that the router reaches on its link.
     *
     * @param router whose IP version they must have; empty: either
     */
    private Set<InetAddress> addresses(final String key, final String use, final Optional<InetAddress> router) {
        final Set<InetAddress> addresses = new LinkedHashSet<>();
        for (final Value item : section.items(key)) {
            item.address().ifPresent(address -> {
                if (address.isAnyLocalAddress() || address.isMulticastAddress() || address.isLinkLocalAddress()) {
                    item.error(AddressText.format(address) + " cannot be " + use
                        + "; use an address of this node that the router reaches on its link");
                } else if (router.isPresent() && router.get().getClass() != address.getClass()) {
                    item.error(AddressText.format(address) + " is of another IP version than the neighbor "
                        + AddressText.format(router.get()) + "; use one of the same");
                } else if (!addresses.add(address)) {
                    item.error(AddressText.format(address) + " is listed twice; remove one of the two");
                } else if (addresses.size() > MAX_PATHS) {
                    item.error("more than " + MAX_PATHS + " paths; let each of them stand for more weight");
                }
            });
        }
        return addresses;
    }
}
