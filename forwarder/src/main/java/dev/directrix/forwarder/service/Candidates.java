package dev.directrix.forwarder.service;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The servers of a pool as a scheduler reads them: numbers in arrays, in the order of the servers' addresses, which is
 * the same on every director. Those that are down are left out; those that drain have weight 0. Immutable.
 */
public final class Candidates {
    private final int[] ids;
    private final int[] weights;
    private final int[] uppers;
    private final int[] lowers;
    private final boolean limited;

    Candidates(final List<RealServer> servers, final ToIntFunction<RealServer> idOf) {
        final List<RealServer> ordered = servers.stream()
                .filter(RealServer::keepsFlows)
                .sorted((one, other) -> {
                    final int byHigh = Long.compareUnsigned(
                            Addresses.high(one.address()), Addresses.high(other.address()));
                    return byHigh != 0 ? byHigh : Long.compareUnsigned(
                            Addresses.low(one.address()), Addresses.low(other.address()));
                })
                .toList();
        this.ids = ordered.stream().mapToInt(idOf).toArray();
        this.weights = ordered.stream().mapToInt(server -> server.takesNewFlows() ? server.weight() : 0).toArray();
        this.uppers = ordered.stream().mapToInt(server -> server.settings().upper()).toArray();
        this.lowers = ordered.stream().mapToInt(server -> server.settings().lower()).toArray();
        this.limited = Arrays.stream(uppers).anyMatch(upper -> upper != ServerSettings.NO_LIMIT);
    }

    /** How many there are. */
    public int count() {
        return ids.length;
    }

    /** The server's id. */
    public int id(final int candidate) {
        return ids[candidate];
    }

    /** Its weight; 0: it takes no new flows. */
    public int weight(final int candidate) {
        return weights[candidate];
    }

    /** Connections from which on it gets no new ones, or {@link ServerSettings#NO_LIMIT}. */
    public int upper(final int candidate) {
        return uppers[candidate];
    }

    /** Connections below which it gets new ones again, or {@link ServerSettings#NO_LIMIT}. */
    public int lower(final int candidate) {
        return lowers[candidate];
    }

    /** Whether any has a connection limit. */
    public boolean hasLimits() {
        return limited;
    }

    /** The place of a server, or -1. */
    public int indexOf(final int serverId) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == serverId) {
                return i;
            }
        }
        return -1;
    }
}
