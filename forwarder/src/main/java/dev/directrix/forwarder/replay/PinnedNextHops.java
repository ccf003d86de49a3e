package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.pipeline.NextHops;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServiceIndex;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The pinned MAC address of each server, all at port 0. Our own MAC address is not known: the capture was taken at our
 * interface, so the destination of each frame is it.
 */
final class PinnedNextHops implements NextHops {
    private final long[] hops;

    private PinnedNextHops(final long[] hops) {
        this.hops = hops;
    }

    static PinnedNextHops of(final ServiceIndex index, final PinnedNeighbors neighbors) {
        final Map<Integer, RealServer> servers = index.servers();
        final int ids = servers.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
        final long[] hops = new long[ids];
        final SortedSet<String> unknown = new TreeSet<>();
        servers.forEach((id, server) -> {
            final OptionalLong mac = neighbors.macOf(server.address());
            hops[id] = mac.isPresent() ? NextHops.hop(mac.getAsLong(), 0) : UNRESOLVED;
            if (mac.isEmpty() && server.keepsFlows()) {
                unknown.add(server.name() + " (" + server.address().getHostAddress() + ")");
            }
        });
        if (!unknown.isEmpty()) {
            throw new ReplayException("no MAC address is known for " + String.join(", ", unknown)
                    + ": a replay has no kernel to ask, so give it in datapath.neighbors, by address or as default");
        }
        return new PinnedNextHops(hops);
    }

    @Override
    public long hopOf(final int serverId) {
        return serverId < hops.length ? hops[serverId] : UNRESOLVED;
    }

    @Override
    public long sourceMacOf(final int port) {
        return UNRESOLVED;
    }

    @Override
    public boolean isOwn(final long mac) {
        return false;
    }
}
