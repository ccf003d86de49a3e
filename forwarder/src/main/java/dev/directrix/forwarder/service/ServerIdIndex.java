package dev.directrix.forwarder.service;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/** The servers of a pool by the numbers that packets name them by: open addressing. Immutable; allocates nothing. */
public final class ServerIdIndex {
    private static final int FREE = -1;

    private final int mask;
    private final long[] highs;
    private final long[] lows;
    private final int[] servers;

    ServerIdIndex(final List<RealServer> pool, final ToIntFunction<RealServer> idOf) {
        final int count = pool.stream().mapToInt(server -> server.settings().ids().size()).sum();
        final int slots = Integer.highestOneBit(Math.max(4, count * 4 - 1));
        this.mask = slots - 1;
        this.highs = new long[slots];
        this.lows = new long[slots];
        this.servers = new int[slots];
        Arrays.fill(servers, FREE);
        for (final RealServer server : pool) {
            for (final ServerId id : server.settings().ids()) {
                int at = start(id.high(), id.low());
                while (servers[at] != FREE) {
                    at = (at + 1) & mask;
                }
                highs[at] = id.high();
                lows[at] = id.low();
                servers[at] = idOf.applyAsInt(server);
            }
        }
    }

    /** The server with this number, also one that is down, or {@link ServiceIndex#NO_SERVER}. */
    public int find(final long high, final long low) {
        int at = start(high, low);
        while (servers[at] != FREE) {
            if (highs[at] == high && lows[at] == low) {
                return servers[at];
            }
            at = (at + 1) & mask;
        }
        return ServiceIndex.NO_SERVER;
    }

    private int start(final long high, final long low) {
        return (int) (((low ^ Long.rotateLeft(high, 29)) * 0x9e3779b97f4a7c15L) >>> 32) & mask;
    }
}
