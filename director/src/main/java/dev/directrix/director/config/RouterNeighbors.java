package dev.directrix.director.config;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.rib.PathReplication;
import dev.directrix.ecmp.config.DirectorNeighbor;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The directors as their router sees them, made of their configurations. A pure function.
 *
 * @param routerAs  the router's AS number
 * @param directors one for each configuration, and one more for each further session that it has with the router
 * @param paths     how many a VIP has at the router, where weights are told by copies
 * @param notes     what the configurations do not say, and what stands in its place
 */
public record RouterNeighbors(long routerAs, List<DirectorNeighbor> directors, int paths, List<String> notes) {

    /** Freezes the lists. */
    public RouterNeighbors {
        directors = List.copyOf(directors);
        notes = List.copyOf(notes);
    }

    /**
     * Of the routers that the directors have, or of one of them.
     *
     * @param router name or address of it; empty: there is only one AS among them
     * @throws IllegalArgumentException if a configuration has no such router, or the routers are of several ASes
     */
    public static RouterNeighbors of(final List<DirectorConfig> configs, final Optional<String> router) {
        final List<DirectorNeighbor> directors = new ArrayList<>();
        final List<String> notes = new ArrayList<>();
        long routerAs = 0;
        int paths = 0;
        for (final DirectorConfig config : configs) {
            final String name = config.node().name();
            final SpeakerConfig bgp = config.bgp().orElseThrow(() ->
                new IllegalArgumentException(name + " has no section bgp: it has no router"));
            final List<NeighborConfig> routers = bgp.neighbors().stream().filter(it -> router.isEmpty()
                || it.id().equals(router.get()) || it.address().getHostAddress().equals(router.get())).toList();
            if (routers.isEmpty()) {
                throw new IllegalArgumentException(name + " has no neighbor " + router.orElse("") + "; it has "
                    + names(bgp.neighbors()));
            }
            for (final NeighborConfig one : routers) {
                if (routerAs != 0 && one.asn() != routerAs) {
                    throw new IllegalArgumentException("the routers of " + name + " are of several ASes: choose one by"
                        + " --neighbor: " + names(routers));
                }
                routerAs = one.asn();
            }
            directors.add(director(config, bgp, routers.getFirst(), notes));
            paths += routers.getFirst().updates().replication().map(it ->
                Math.max(it.paths(weight(config), true), it.paths(weight(config), false))).orElse(1);
            routers.stream().skip(1).filter(it -> it.address().equals(routers.getFirst().address()))
                .map(it -> session(config, bgp, it)).flatMap(Optional::stream).forEach(directors::add);
        }
        return new RouterNeighbors(routerAs, directors, paths, notes);
    }

    private static DirectorNeighbor director(
        final DirectorConfig config, final SpeakerConfig bgp, final NeighborConfig router, final List<String> notes) {
        final Optional<InetAddress> known = router.sourceAddress().or(() -> bgp.listen()
            .map(InetSocketAddress::getAddress).filter(it -> !it.isAnyLocalAddress()
                && it instanceof Inet4Address == router.address() instanceof Inet4Address));
        if (known.isEmpty()) {
            notes.add(config.node().name() + " does not say from which address it speaks to " + router.id()
                + " (source-address): its router-id stands in that place");
        }
        return new DirectorNeighbor(config.node().name(), known.orElse(bgp.routerId()),
            router.localAsn().orElse(bgp.asn()), weight(config));
    }

    /** The further sessions of a director that has several with its router: neighbours of their own. */
    private static Optional<DirectorNeighbor> session(
        final DirectorConfig config, final SpeakerConfig bgp, final NeighborConfig router) {
        return router.updates().replication().filter(PathReplication.BySession.class::isInstance)
            .map(PathReplication.BySession.class::cast).map(it -> new DirectorNeighbor(
                config.node().name() + "-" + (it.index() + 1), router.sourceAddress().orElseThrow(),
                router.localAsn().orElse(bgp.asn()), weight(config)));
    }

    private static int weight(final DirectorConfig config) {
        return IntStream.concat(IntStream.of(config.weight()), config.vips().stream()
            .map(VipConfig::weight).flatMapToInt(OptionalInt::stream)).max().orElseThrow();
    }

    private static String names(final List<NeighborConfig> neighbors) {
        return String.join(", ", neighbors.stream().map(it -> it.id() + " (AS " + it.asn() + ")").toList());
    }
}
