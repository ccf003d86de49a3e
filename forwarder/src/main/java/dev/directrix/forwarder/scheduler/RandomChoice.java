package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.Candidates;

/** Random schedulers: pure functions of candidates, load and 64 random bits. */
final class RandomChoice {
    private RandomChoice() {
    }

    /** Any open candidate, all alike, or {@link LeastLoad#NONE}. */
    static int uniform(final Candidates candidates, final WorkerLoad load, final long random) {
        int open = 0;
        for (int at = 0; at < candidates.count(); at++) {
            open += load.isOpen(candidates, at) ? 1 : 0;
        }
        long left = scaled(random, open);
        for (int at = 0; at < candidates.count(); at++) {
            if (load.isOpen(candidates, at) && left-- == 0) {
                return at;
            }
        }
        return LeastLoad.NONE;
    }

    /** Any open candidate, as likely as its weight says, or {@link LeastLoad#NONE}. */
    static int weighted(final Candidates candidates, final WorkerLoad load, final long random) {
        long sum = 0;
        for (int at = 0; at < candidates.count(); at++) {
            sum += load.isOpen(candidates, at) ? candidates.weight(at) : 0;
        }
        long left = scaled(random, sum);
        for (int at = 0; at < candidates.count(); at++) {
            if (load.isOpen(candidates, at)) {
                left -= candidates.weight(at);
                if (left < 0) {
                    return at;
                }
            }
        }
        return LeastLoad.NONE;
    }

    /** 0 to bound - 1; a bound of 0 gives 0. */
    private static long scaled(final long random, final long bound) {
        return Math.unsignedMultiplyHigh(random, bound);
    }
}
