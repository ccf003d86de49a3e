package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.Candidates;

/**
 * Takes servers in turn: all alike (rr), or as often as their weights say (wrr, interleaved as in IPVS: the heaviest
 * first, then with each pass those of a lower threshold as well). Keeps its place over changes of the servers: it goes
 * on behind the server that was chosen last, and if that one is gone, behind where it stood. For one worker.
 */
final class RoundRobin {
    private static final int NO_SERVER = -1;

    private int last = -1;
    private int lastServer = NO_SERVER;
    private int threshold;
    private int greatest;
    private int step = 1;

    /** The next server in turn, or {@link LeastLoad#NONE}. */
    int next(final Candidates candidates, final WorkerLoad load) {
        int at = last;
        for (int i = candidates.count(); i > 0; i--) {
            at = at + 1 >= candidates.count() ? 0 : at + 1;
            if (load.isOpen(candidates, at)) {
                return chosen(candidates, at);
            }
        }
        return LeastLoad.NONE;
    }

    /** The next server in turn by weight, or {@link LeastLoad#NONE}. */
    int nextWeighted(final Candidates candidates, final WorkerLoad load) {
        if (greatest == 0) {
            return LeastLoad.NONE;
        }
        int at = last;
        for (int passes = 0; passes <= 2;) {
            at++;
            if (at >= candidates.count()) {
                at = 0;
                passes++;
                threshold = lowered(candidates, load);
            }
            if (candidates.weight(at) >= threshold && load.isOpen(candidates, at)) {
                return chosen(candidates, at);
            }
        }
        return LeastLoad.NONE;
    }

    /** The threshold of the next pass; thresholds that no open server reaches are skipped. */
    private int lowered(final Candidates candidates, final WorkerLoad load) {
        int most = 0;
        for (int at = 0; at < candidates.count(); at++) {
            most = load.isOpen(candidates, at) ? Math.max(most, candidates.weight(at)) : most;
        }
        final int next = threshold - step <= 0 ? greatest : threshold - step;
        return Math.min(next, Math.max(most, step));
    }

    /** Takes other candidates from now on, and finds its place among them. */
    void changed(final Candidates candidates) {
        final int place = lastServer == NO_SERVER ? -1 : candidates.indexOf(lastServer);
        last = place >= 0 ? place : Math.min(last, candidates.count()) - 1;
        last = lastServer == NO_SERVER ? -1 : last;
        int most = 0;
        int divisor = 0;
        for (int at = 0; at < candidates.count(); at++) {
            final int weight = candidates.weight(at);
            most = Math.max(most, weight);
            divisor = weight == 0 ? divisor : greatestCommonDivisor(weight, divisor);
        }
        greatest = most;
        step = Math.max(1, divisor);
        // Thresholds are multiples of the step: with those, and only those, shares are exact over a round.
        threshold = threshold <= 0 || threshold > most ? most : (threshold + step - 1) / step * step;
    }

    private int chosen(final Candidates candidates, final int at) {
        last = at;
        lastServer = candidates.id(at);
        return at;
    }

    private static int greatestCommonDivisor(final int one, final int other) {
        int a = one;
        int b = other;
        while (b != 0) {
            final int rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
