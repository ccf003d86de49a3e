package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.Candidates;

/**
 * The schedulers that compare servers (ipvsadm(8)): pure functions of candidates and load, each answering a place among
 * the candidates or {@link #NONE}. Candidates without weight or at their limit are never chosen. Of equals the first
 * wins, where first is from {@code start} on, so that a worker can spread what is equal.
 */
final class LeastLoad {
    /** No candidate is open. */
    static final int NONE = -1;

    private LeastLoad() {
    }

    /** lc: the fewest connections. */
    static int leastConnections(final Candidates candidates, final WorkerLoad load, final int start) {
        int best = NONE;
        long least = 0;
        int at = start;
        for (int i = candidates.count(); i > 0; i--, at++) {
            at = at == candidates.count() ? 0 : at;
            if (load.isOpen(candidates, at)) {
                final long overhead = load.overhead(candidates, at);
                if (best == NONE || overhead < least) {
                    best = at;
                    least = overhead;
                }
            }
        }
        return best;
    }

    /** wlc: the fewest connections for its weight. */
    static int weightedLeastConnections(final Candidates candidates, final WorkerLoad load, final int start) {
        return leastForWeight(candidates, load, start, false);
    }

    /** sed: the shortest expected delay, (active + 1) / weight. */
    static int shortestDelay(final Candidates candidates, final WorkerLoad load, final int start) {
        return leastForWeight(candidates, load, start, true);
    }

    /** The least load by weight: the expected delay or the connections. No division, so that equals are equal. */
    private static int leastForWeight(
            final Candidates candidates, final WorkerLoad load, final int start, final boolean delay) {
        int best = NONE;
        long least = 0;
        int at = start;
        for (int i = candidates.count(); i > 0; i--, at++) {
            at = at == candidates.count() ? 0 : at;
            if (load.isOpen(candidates, at)) {
                final long burden = delay ? load.active(candidates, at) + 1 : load.overhead(candidates, at);
                if (best == NONE || least * candidates.weight(at) > burden * candidates.weight(best)) {
                    best = at;
                    least = burden;
                }
            }
        }
        return best;
    }

    /** nq: a server without active connections, else the shortest expected delay. */
    static int neverQueue(final Candidates candidates, final WorkerLoad load, final int start) {
        int at = start;
        for (int i = candidates.count(); i > 0; i--, at++) {
            at = at == candidates.count() ? 0 : at;
            if (load.isOpen(candidates, at) && load.active(candidates, at) == 0) {
                return at;
            }
        }
        return shortestDelay(candidates, load, start);
    }

    /** fo: the greatest weight. */
    static int failover(final Candidates candidates, final WorkerLoad load) {
        int best = NONE;
        for (int at = 0; at < candidates.count(); at++) {
            if (load.isOpen(candidates, at) && (best == NONE || candidates.weight(at) > candidates.weight(best))) {
                best = at;
            }
        }
        return best;
    }

    /** ovf: the greatest weight among those with no more active connections than their weight. */
    static int overflow(final Candidates candidates, final WorkerLoad load) {
        int best = NONE;
        for (int at = 0; at < candidates.count(); at++) {
            if (load.isOpen(candidates, at)
                    && load.active(candidates, at) <= candidates.weight(at)
                    && (best == NONE || candidates.weight(at) > candidates.weight(best))) {
                best = at;
            }
        }
        return best;
    }

    /**
     * Least latency: the least latency x (active + 1) / weight. A server that was not measured counts as the average of
     * the others; when none was, as sed.
     */
    static int leastLatency(final Candidates candidates, final WorkerLoad load, final int start) {
        final double unknown = averageLatency(candidates, load);
        int best = NONE;
        double least = 0;
        int at = start;
        for (int i = candidates.count(); i > 0; i--, at++) {
            at = at == candidates.count() ? 0 : at;
            if (load.isOpen(candidates, at)) {
                final long measured = load.latency(candidates, at);
                final double latency = measured > 0 ? measured : unknown;
                final double delay = latency * (load.active(candidates, at) + 1) / candidates.weight(at);
                if (best == NONE || delay < least) {
                    best = at;
                    least = delay;
                }
            }
        }
        return best;
    }

    private static double averageLatency(final Candidates candidates, final WorkerLoad load) {
        double sum = 0;
        int measured = 0;
        for (int at = 0; at < candidates.count(); at++) {
            final long latency = load.latency(candidates, at);
            sum += latency;
            measured += latency > 0 ? 1 : 0;
        }
        return measured == 0 ? 1 : sum / measured;
    }

    /** Whether a candidate has more active connections than its weight while another has fewer than half of its. */
    static boolean isOverloaded(final Candidates candidates, final WorkerLoad load, final int at) {
        if (load.active(candidates, at) > candidates.weight(at)) {
            for (int other = 0; other < candidates.count(); other++) {
                if (load.active(candidates, other) * 2 < candidates.weight(other)) {
                    return true;
                }
            }
        }
        return false;
    }
}
