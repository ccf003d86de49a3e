package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.rewrite.Tunnel;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServiceIndex;
import java.net.Inet6Address;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A service index with what the rewrites need beside it, and the tables of the cluster, so that all are swapped at
 * once. Immutable but for the cluster's exceptions.
 */
final class Plan {
    private static final int NAT = ForwardingMode.NAT.code();
    private static final int FULLNAT = ForwardingMode.FULLNAT.code();

    private final ServiceIndex index;
    /** By service id; only of services whose mode is a tunnel. */
    private final Tunnel[] tunnels;
    private final boolean translates;
    /** By service id: whether a VIP or a server is IPv6. */
    private final boolean[] wide;

    /** Addresses of the servers of NAT and FULLNAT services: few, and read for fragments of unknown packets only. */
    private final long[] serverHighs;
    private final long[] serverLows;
    private final ClusterIndex cluster;
    /** By service id: the number of the cluster's pool that it takes part with. */
    private final int[] pools;

    /** The plan of a director that stands alone. */
    Plan(final ServiceIndex index) {
        this(index, ClusterIndex.NONE);
    }

    /** The plan of a director in a cluster. */
    Plan(final ServiceIndex index, final ClusterIndex cluster) {
        this.cluster = cluster;
        this.pools = poolsOf(index, cluster);
        this.index = index;
        final int ids = index.services().stream().mapToInt(CompiledService::id).max().orElse(-1) + 1;
        this.tunnels = new Tunnel[ids];
        this.wide = new boolean[ids];
        final long[] addresses = index.services().stream().filter(Plan::isTranslated)
                .flatMap(service -> service.pool().servers().stream()).map(RealServer::address).distinct()
                .flatMapToLong(server -> LongStream.of(Addresses.high(server), Addresses.low(server))).toArray();
        this.serverHighs = IntStream.range(0, addresses.length / 2).mapToLong(i -> addresses[2 * i]).toArray();
        this.serverLows = IntStream.range(0, addresses.length / 2).mapToLong(i -> addresses[2 * i + 1]).toArray();
        this.translates = index.services().stream().anyMatch(Plan::isTranslated);
        for (final CompiledService service : index.services()) {
            wide[service.id()] = service.key().vip() instanceof Inet6Address
                    || service.pool().servers().stream().anyMatch(server -> server.address() instanceof Inet6Address);
            if (service.pool().forwarding().mode().isTunnel()) {
                tunnels[service.id()] = Tunnel.of(service.pool().forwarding());
            }
        }
    }

    private Plan(final Plan other, final ClusterIndex cluster) {
        this.index = other.index;
        this.tunnels = other.tunnels;
        this.translates = other.translates;
        this.wide = other.wide;
        this.serverHighs = other.serverHighs;
        this.serverLows = other.serverLows;
        this.cluster = cluster;
        this.pools = poolsOf(index, cluster);
    }

    private static int[] poolsOf(final ServiceIndex index, final ClusterIndex cluster) {
        final int[] result =
                new int[index.services().stream().mapToInt(CompiledService::id).max().orElse(-1) + 1];
        index.services().forEach(service -> result[service.id()] = cluster.poolOf(service));
        return result;
    }

    /** The same with other tables of a cluster. */
    Plan with(final ClusterIndex next) {
        return new Plan(this, next);
    }

    /** The tables of the cluster. */
    ClusterIndex cluster() {
        return cluster;
    }

    /** The number of the cluster's pool by which a service's flows are decided, or {@link ClusterIndex#NO_POOL}. */
    int poolOf(final CompiledService service) {
        return pools[service.id()];
    }

    /** Whether a service is NAT or FULLNAT. */
    static boolean isTranslated(final CompiledService service) {
        return service.mode() == NAT || service.mode() == FULLNAT;
    }

    /** Whether any service is NAT or FULLNAT, so that servers' packets may be answers. */
    boolean translates() {
        return translates;
    }

    /** Whether a server of a NAT or FULLNAT service has this address, an IPv4 one being mapped. */
    boolean isTranslatedServer(final long high, final long low) {
        for (int i = 0; i < serverLows.length; i++) {
            if (serverLows[i] == low && serverHighs[i] == high) {
                return true;
            }
        }
        return false;
    }

    /** Whether the translated flows of a service stand in the table of 128-bit addresses. */
    boolean isWide(final CompiledService service) {
        return wide[service.id()];
    }

    ServiceIndex index() {
        return index;
    }

    /** The tunnels of a service whose mode is one. */
    Tunnel tunnel(final CompiledService service) {
        return tunnels[service.id()];
    }
}
