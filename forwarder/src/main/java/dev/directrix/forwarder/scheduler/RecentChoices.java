package dev.directrix.forwarder.scheduler;

import java.util.Arrays;

/**
 * Servers that were chosen in the last second, each counted as an inactive connection until then. A SYN makes no entry
 * in the flow table, so without this the SYNs of a burst would all see the same connection counts and go to one server.
 * For one worker; bounded, so a flood only shortens the time. Allocates only for a server number it has not met.
 */
final class RecentChoices {
    private static final long LIFE_NS = 1_000_000_000L;
    private static final int PLACES = 1 << 12;

    private final int[] servers = new int[PLACES];
    private final long[] ends = new long[PLACES];
    private int[] counts = new int[64];
    private int head;
    private int size;

    void add(final int server, final long nowNs) {
        expire(nowNs);
        if (size == PLACES) {
            dropOldest();
        }
        if (server >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * server);
        }
        final int at = (head + size) & (PLACES - 1);
        servers[at] = server;
        ends[at] = nowNs + LIFE_NS;
        counts[server]++;
        size++;
    }

    int count(final int server) {
        return server < counts.length ? counts[server] : 0;
    }

    void expire(final long nowNs) {
        while (size > 0 && ends[head] - nowNs <= 0) {
            dropOldest();
        }
    }

    private void dropOldest() {
        counts[servers[head]]--;
        head = (head + 1) & (PLACES - 1);
        size--;
    }
}
