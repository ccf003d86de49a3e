package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.Candidates;
import java.util.Arrays;

/**
 * Which servers each destination address has lately had (lblc, lblcr of ipvsadm(8)): one for lblc, up to sixteen for
 * lblcr. For one worker and one scope; a fixed number of places, where the address that was not used for the longest
 * time in its neighbourhood makes room. Allocates nothing after it was made.
 */
final class DestinationServers {
    /** As in IPVS: the set of a destination that did not change for so long gives its busiest server back. */
    static final long SHRINK_NS = 24L * 60 * 60 * 1_000_000_000;

    private static final int PLACES = 1 << 12;
    private static final int REACH = 8;
    private static final int SET = 16;
    private static final int FREE = -1;

    private final long[] highs = new long[PLACES];
    private final long[] lows = new long[PLACES];
    private final long[] used = new long[PLACES];
    private final long[] changed = new long[PLACES];
    private final boolean[] taken = new boolean[PLACES];
    private final int[] servers = new int[PLACES * SET];

    DestinationServers() {
        Arrays.fill(servers, FREE);
    }

    /** lblc: the destination's server, unless it is gone or overloaded: then the one of the least load. */
    int single(
            final long high,
            final long low,
            final long hash,
            final Candidates candidates,
            final WorkerLoad load,
            final int start,
            final long nowNs) {
        final int place = place(high, low, hash, nowNs);
        final int at = candidates.indexOf(servers[place * SET]);
        if (at >= 0 && candidates.weight(at) > 0 && !load.isFull(candidates, at)
                && !LeastLoad.isOverloaded(candidates, load, at)) {
            return at;
        }
        final int next = LeastLoad.weightedLeastConnections(candidates, load, start);
        if (next != LeastLoad.NONE) {
            servers[place * SET] = candidates.id(next);
        }
        return next;
    }

    /**
     * lblcr: the least loaded of the destination's servers; if it is overloaded, the least loaded of all joins them.
     */
    int replicated(
            final long high,
            final long low,
            final long hash,
            final Candidates candidates,
            final WorkerLoad load,
            final int start,
            final long nowNs) {
        final int place = place(high, low, hash, nowNs);
        final int at = least(place, candidates, load);
        if (at != LeastLoad.NONE && nowNs - changed[place] > SHRINK_NS) {
            shrink(place, candidates, load, nowNs);
        }
        if (at != LeastLoad.NONE && !LeastLoad.isOverloaded(candidates, load, at)) {
            return at;
        }
        final int next = LeastLoad.weightedLeastConnections(candidates, load, start);
        if (next != LeastLoad.NONE) {
            join(place, candidates.id(next), candidates, nowNs);
        }
        return next;
    }

    private int least(final int place, final Candidates candidates, final WorkerLoad load) {
        int best = LeastLoad.NONE;
        for (int i = place * SET; i < (place + 1) * SET; i++) {
            final int at = servers[i] == FREE ? LeastLoad.NONE : candidates.indexOf(servers[i]);
            if (at >= 0 && load.isOpen(candidates, at)
                    && (best == LeastLoad.NONE || load.overhead(candidates, best) * candidates.weight(at)
                            > load.overhead(candidates, at) * candidates.weight(best))) {
                best = at;
            }
        }
        return best;
    }

    private void shrink(final int place, final Candidates candidates, final WorkerLoad load, final long nowNs) {
        int most = FREE;
        int mostAt = LeastLoad.NONE;
        int members = 0;
        for (int i = place * SET; i < (place + 1) * SET; i++) {
            final int at = servers[i] == FREE ? LeastLoad.NONE : candidates.indexOf(servers[i]);
            members += at >= 0 ? 1 : 0;
            if (at >= 0 && candidates.weight(at) > 0
                    && (mostAt == LeastLoad.NONE || load.overhead(candidates, mostAt) * candidates.weight(at)
                            < load.overhead(candidates, at) * candidates.weight(mostAt))) {
                most = i;
                mostAt = at;
            }
        }
        if (members > 1 && most != FREE) {
            servers[most] = FREE;
            changed[place] = nowNs;
        }
    }

    private void join(final int place, final int server, final Candidates candidates, final long nowNs) {
        int room = FREE;
        for (int i = place * SET; i < (place + 1) * SET; i++) {
            if (servers[i] == server) {
                return;
            }
            if (servers[i] == FREE || candidates.indexOf(servers[i]) < 0) {
                room = i;
            }
        }
        if (room != FREE) {
            servers[room] = server;
            changed[place] = nowNs;
        }
    }

    private int place(final long high, final long low, final long hash, final long nowNs) {
        int oldest = (int) (hash >>> 32) & (PLACES - 1);
        for (int i = 0; i < REACH; i++) {
            final int at = ((int) (hash >>> 32) + i) & (PLACES - 1);
            if (taken[at] && lows[at] == low && highs[at] == high) {
                used[at] = nowNs;
                return at;
            }
            oldest = older(at, oldest) ? at : oldest;
        }
        taken[oldest] = true;
        lows[oldest] = low;
        highs[oldest] = high;
        used[oldest] = nowNs;
        changed[oldest] = nowNs;
        Arrays.fill(servers, oldest * SET, (oldest + 1) * SET, FREE);
        return oldest;
    }

    private boolean older(final int at, final int than) {
        return taken[than] && (!taken[at] || used[at] - used[than] < 0);
    }
}
