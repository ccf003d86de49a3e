package dev.directrix.forwarder.neighbor;

import dev.directrix.forwarder.pipeline.NextHops;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.netlink.Neighbor;
import dev.directrix.linux.netlink.NextHop;
import dev.directrix.linux.netlink.Route;
import dev.directrix.linux.netlink.RouteNetlink;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how each real server is reached, by the kernel's own routes and neighbours, has the kernel keep the
 * neighbours resolved, and publishes the outcome to the workers. Called by one thread, but for {@link #statuses()}.
 */
public final class NextHopResolver implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NextHopResolver.class);

    private final RouteNetlink netlink;
    private final PinnedNeighbors pinned;
    private final NextHopTable table;
    private final Map<HopTarget, ResolvedHop> known = new HashMap<>();
    private final Set<Managed> managed = new HashSet<>();
    private Map<Integer, HopTarget> servers = Map.of();
    private List<PortLink> ports = List.of();
    private volatile List<NextHopStatus> statuses = List.of();

    /** A neighbour that the kernel keeps resolved because it was told so here. */
    private record Managed(int interfaceIndex, InetAddress address) {
    }

    /**
     * A resolver that knows no servers yet.
     *
     * @param netlink stays the caller's to close
     * @param pinned  MAC addresses that need not be asked for
     * @param table   where the outcome is published
     */
    public NextHopResolver(final RouteNetlink netlink, final PinnedNeighbors pinned, final NextHopTable table) {
        this.netlink = netlink;
        this.pinned = pinned;
        this.table = table;
    }

    /**
     * Resolves these servers from now on; asks the kernel about those that are new.
     *
     * @param byId each server id's address, and whether it may be behind a gateway
     */
    public void servers(final Map<Integer, HopTarget> byId) {
        servers = Map.copyOf(byId);
        final Set<HopTarget> added = new HashSet<>(byId.values());
        known.keySet().retainAll(added);
        added.removeAll(known.keySet());
        refresh(added);
        forgetAllBut(stations());
    }

    /** The interfaces as they are now; those that are away are not among them. */
    public void ports(final List<PortLink> present) {
        ports = List.copyOf(present);
        final int size = ports.stream().mapToInt(PortLink::port).max().orElse(-1) + 1;
        final long[] sources = new long[size];
        ports.forEach(port -> sources[port.port()] = port.mac().value());
        table.publishSources(sources);
        final int[] mtus = new int[size];
        Arrays.fill(mtus, NextHops.UNLIMITED);
        ports.forEach(port -> mtus[port.port()] = port.mtu());
        table.publishPortMtus(mtus);
        refresh();
    }

    /** Asks the kernel about every server again. */
    public void refresh() {
        refresh(Set.copyOf(servers.values()));
    }

    /** Asks the kernel again about the servers that are reached at this address: their own, or their gateway's. */
    public void refresh(final InetAddress station) {
        final Set<HopTarget> there = new HashSet<>();
        for (final HopTarget target : servers.values()) {
            final ResolvedHop hop = known.get(target);
            if (target.server().equals(station) || (hop != null && hop.station().equals(station))) {
                there.add(target);
            }
        }
        if (!there.isEmpty()) {
            refresh(there);
        }
    }

    /** Asks again about servers that are not resolved. */
    public void retry() {
        final Set<HopTarget> unresolved = new HashSet<>(servers.values());
        unresolved.removeIf(server -> known.containsKey(server)
            && known.get(server).status().state() == NextHopStatus.State.RESOLVED);
        if (!unresolved.isEmpty()) {
            refresh(unresolved);
        }
    }

    /** How each server is reached, in the order of their ids. Any thread. */
    public List<NextHopStatus> statuses() {
        return statuses;
    }

    /** Lets the kernel forget what it was told to keep resolved. */
    @Override
    public void close() {
        forgetAllBut(Set.of());
    }

    private void refresh(final Collection<HopTarget> changed) {
        for (final HopTarget target : changed) {
            final ResolvedHop before = known.get(target);
            try {
                known.put(target, resolve(target, before == null ? NextHops.UNRESOLVED : before.hop()));
            } catch (final LinuxException e) {
                LOG.warn("cannot resolve the next hop of real server {}: {}",
                    target.server().getHostAddress(), e.getMessage());
            }
            report(before, known.get(target));
        }
        publish();
    }

    private ResolvedHop resolve(final HopTarget target, final long lastHop) {
        final InetAddress server = target.server();
        final Optional<Route> route = netlink.lookup(server);
        final Optional<NextHop> way = ResolvedHop.usableWay(route, target)
            .filter(each -> ports.stream().anyMatch(port -> port.interfaceIndex() == each.interfaceIndex()))
            .filter(each -> pinned.macOf(server).isEmpty());
        final Optional<Neighbor> neighbor = way.flatMap(each ->
            netlink.neighbor(each.interfaceIndex(), ResolvedHop.stationOf(each, server)));
        if (way.isPresent() && needsKick(neighbor)) {
            final InetAddress station = ResolvedHop.stationOf(way.get(), server);
            netlink.resolve(way.get().interfaceIndex(), station);
            managed.add(new Managed(way.get().interfaceIndex(), station));
        }
        return ResolvedHop.of(
            new ResolvedHop.Facts(target, route, neighbor, pinned.macOf(server), lastHop),
            ports,
            index -> Interfaces.name(index).orElse("interface " + index));
    }

    /**
     * A managed entry is kept fresh by the kernel; older kernels have to be asked again when it grows stale. Entries
     * that somebody set by hand stay his.
     */
    private static boolean needsKick(final Optional<Neighbor> neighbor) {
        if (neighbor.isEmpty()) {
            return true;
        }
        return switch (neighbor.get().state()) {
            case PERMANENT, NOARP -> false;
            case REACHABLE -> !neighbor.get().managed();
            default -> !neighbor.get().managed() || !neighbor.get().usable();
        };
    }

    private void publish() {
        final Map<Integer, HopTarget> ordered = new TreeMap<>(servers);
        final int size = ordered.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        final long[] hops = new long[size];
        final int[] mtus = new int[size];
        Arrays.fill(mtus, NextHops.UNLIMITED);
        ordered.forEach((id, target) -> {
            final ResolvedHop hop = known.get(target);
            hops[id] = hop == null ? NextHops.UNRESOLVED : hop.hop();
            mtus[id] = hop == null ? NextHops.UNLIMITED : hop.mtu();
        });
        table.publishMtus(mtus);
        table.publishHops(hops);
        statuses = ordered.values().stream()
            .distinct()
            .map(known::get)
            .filter(each -> each != null)
            .map(ResolvedHop::status)
            .distinct()
            .toList();
    }

    /** Every address that is asked for on a link. */
    private Set<InetAddress> stations() {
        final Set<InetAddress> result = new HashSet<>();
        for (final HopTarget target : servers.values()) {
            result.add(target.server());
            final ResolvedHop hop = known.get(target);
            if (hop != null) {
                result.add(hop.station());
            }
        }
        return result;
    }

    private void forgetAllBut(final Set<InetAddress> kept) {
        for (final Managed each : Set.copyOf(managed)) {
            if (!kept.contains(each.address())) {
                managed.remove(each);
                try {
                    netlink.forget(each.interfaceIndex(), each.address());
                } catch (final LinuxException e) {
                    LOG.debug("neighbour {} stays: {}", each, e.getMessage());
                }
            }
        }
    }

    private static void report(final ResolvedHop before, final ResolvedHop now) {
        if (now == null || (before != null && before.status().equals(now.status()))) {
            return;
        }
        final NextHopStatus status = now.status();
        final String server = status.server().getHostAddress();
        if (status.state() == NextHopStatus.State.RESOLVED || status.state() == NextHopStatus.State.PINNED) {
            LOG.info(
                "real server {} is at {} on {}", server, status.mac().orElse(""), status.interfaceName().orElse(""));
        } else if (before != null || status.state() != NextHopStatus.State.UNRESOLVED) {
            // The first answer to ARP takes a moment: no warning for that.
            LOG.warn("real server {} is {}: {}", server, status.state(), status.detail());
        }
    }
}
